/** A text that Postgres takes: it has no U+0000, and a model may stop within a surrogate pair. */
export function toStorable(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}

/**
 * A growing text as what Postgres takes of it, and half a character at its end, which waits for
 * its other half.
 */
export function splitStorable(text: string): { storable: string; half: string } {
  const end = text.length - (/[\ud800-\udbff]$/.test(text) ? 1 : 0);
  return { storable: toStorable(text.slice(0, end)), half: text.slice(end) };
}

/** The escapes of a JSON text, each as a whole, so that the `u` of `\\u0000` begins none; half a character's is the group. */
const ESCAPES = /\\ud[89ab]..\\ud[c-f]..|(\\ud[89a-f]..)|\\u....|\\./gis;

/** A JSON text whose keys and values Postgres takes. Of a growing one too, unless it was cut within a character or an escape. */
export function toStorableJson(json: string): string {
  return toStorable(json).replace(ESCAPES, (unit: string, half?: string) => {
    if (half) return "\\ufffd";
    return unit === "\\u0000" ? "" : unit;
  });
}
