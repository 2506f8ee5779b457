import type { z } from "zod";

/** A parameter in the address of a page. What does not fit is as if it were not there. */
export function parameter<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined);
}
