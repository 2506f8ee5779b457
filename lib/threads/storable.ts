/** A text that Postgres takes: it has no U+0000, and a model may stop within a surrogate pair. */
export function toStorable(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}
