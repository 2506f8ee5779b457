/** A text that Postgres can store: without U+0000 and without half a surrogate pair. */
export function toStorable(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}

/** Splits a growing text into what Postgres can store and a half character at its end. */
export function splitStorable(text: string): { storable: string; half: string } {
  const end = text.length - (/[\ud800-\udbff]$/.test(text) ? 1 : 0);
  return { storable: toStorable(text.slice(0, end)), half: text.slice(end) };
}

/** The escapes of a JSON text, each as a whole, so that the `u` of `\\u0000` starts none. The group is half a character. */
const ESCAPES = /\\ud[89ab]..\\ud[c-f]..|(\\ud[89a-f]..)|\\u....|\\./gis;

/** A JSON text that Postgres can store. It may be cut off, but not within a character or an escape. */
export function toStorableJson(json: string): string {
  return toStorable(json).replace(ESCAPES, (unit: string, half?: string) => {
    if (half) return "\\ufffd";
    return unit === "\\u0000" ? "" : unit;
  });
}
