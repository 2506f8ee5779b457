type JsonSchema = Record<string, unknown>;
type Check = (value: Record<string, unknown>) => boolean;

interface Piece extends JsonSchema {
  readonly isOptional: boolean;
  optional(): Piece;
  describe(description: string): Piece;
  refine(check: Check): Piece;
  safeParse(value: Record<string, unknown>): { success: boolean };
}

/** A piece of JSON Schema. What Zod's objects can do besides is kept off the list of its fields. */
function makePiece(schema: JsonSchema, isOptional = false, check: Check = () => true): Piece {
  const methods = {
    isOptional,
    optional: () => makePiece(schema, true, check),
    describe: (description: string) => makePiece({ ...schema, description }, isOptional, check),
    refine: (next: Check) => makePiece(schema, isOptional, next),
    safeParse: (value: Record<string, unknown>) => ({ success: check(value) }),
  };
  const hidden = Object.entries(methods).map(([name, value]) => [name, { value }]);
  return Object.defineProperties({ ...schema }, Object.fromEntries(hidden)) as Piece;
}

function object(properties: Record<string, Piece>): Piece {
  const required = Object.keys(properties).filter((key) => !properties[key]?.isOptional);
  return makePiece({ type: "object", properties, ...(required.length > 0 && { required }) });
}

/**
 * In place of Zod inside the SDK, which only uses it to describe a few tools of its own and to look
 * whether a schema is JSON Schema. Here each call gives the JSON Schema that Zod would be turned into.
 */
export const z = {
  any: () => makePiece({}),
  unknown: () => makePiece({}),
  string: () => makePiece({ type: "string" }),
  boolean: () => makePiece({ type: "boolean" }),
  number: () => makePiece({ type: "number" }),
  literal: (value: unknown) => makePiece({ type: typeof value, const: value }),
  array: (items: Piece) => makePiece({ type: "array", items }),
  union: (anyOf: Piece[]) => makePiece({ anyOf }),
  discriminatedUnion: (_key: string, oneOf: Piece[]) => makePiece({ oneOf }),
  record: (_keys: Piece, additionalProperties: Piece) =>
    makePiece({ type: "object", additionalProperties }),
  object,
  looseObject: object,
};

/** In place of `zod/v4/core`. A schema of the app brings the conversion with it. */
export const toJSONSchema = (schema: { toJSONSchema(): JsonSchema }) => schema.toJSONSchema();
