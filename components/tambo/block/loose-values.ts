/** Reads what may be half a string or another type altogether; never throws. */
export function readText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The list, or an empty one for anything else. */
export function readList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The object's fields, or none for anything else. */
export function readFields(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
