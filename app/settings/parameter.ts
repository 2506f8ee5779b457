import type { z } from "zod";

/** A query parameter of a page. An invalid value is ignored. */
export function parameter<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined);
}
