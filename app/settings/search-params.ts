import type { z } from "zod";

export interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The address of a page of the settings with these parameters, as far as they have a value. */
export function addressOf(page: string, values: Record<string, string | number | undefined>) {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return `/settings/${page}?${new URLSearchParams(given as [string, string][])}`;
}

/** A query parameter of a page. An invalid value is ignored. */
export function parameter<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().catch(undefined);
}
