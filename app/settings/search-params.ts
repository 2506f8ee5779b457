import type { z } from "zod";

export interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** A query parameter of a page. An invalid value is ignored. */
export function parameter<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined);
}
