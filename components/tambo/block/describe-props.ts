import { toJSONSchema, type ZodObject } from "zod";

/**
 * The JSON Schema that tells the model a component's props. Copied, because zod attaches a hidden
 * validator to it and the SDK would warn about every prop that is still arriving; a finished
 * component is checked by `judgeProps` instead.
 */
export function describeProps(schema: ZodObject): Record<string, unknown> {
  return { ...toJSONSchema(schema, { io: "input" }) };
}
