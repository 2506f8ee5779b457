/** Whether a JSON value is an object, neither an array nor null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Real data is never this deep, and a recursive reader's stack holds far more. */
export const MAX_NESTING = 100;

const codeOf = (character: string) => character.charCodeAt(0);
const QUOTE = codeOf('"');
const ESCAPE = codeOf("\\");
const UNICODE = codeOf("u");
const COMMA = codeOf(",");
const [OPENING_BRACE, OPENING_BRACKET] = [codeOf("{"), codeOf("[")];
const [CLOSING_BRACE, CLOSING_BRACKET] = [codeOf("}"), codeOf("]")];

/** Characters that are read at a stretch. */
const STEP = 1_000_000;

/** What is known of a JSON text as far as it is read. */
export interface JsonMeasure {
  depth: number;
  /** An upper bound for the number of its values. */
  values: number;
  /** Whether a character is written as `\uXXXX`. */
  hasUnicodeEscape: boolean;
}

/**
 * Measures a JSON text a step at a time; the last one is for the whole. It stops once the text is
 * deeper than `MAX_NESTING`. The JSON need not be valid.
 */
export function* measureJson(json: string): Generator<JsonMeasure> {
  let level = 0;
  let depth = 0;
  let values = 0;
  let isInString = false;
  let hasUnicodeEscape = false;
  for (let index = 0, end = STEP; index < json.length && depth <= MAX_NESTING; end += STEP) {
    for (; index < end && index < json.length && depth <= MAX_NESTING; index += 1) {
      const code = json.charCodeAt(index);
      if (isInString) {
        if (code === ESCAPE) {
          index += 1;
          hasUnicodeEscape ||= json.charCodeAt(index) === UNICODE;
        } else if (code === QUOTE) isInString = false;
      } else if (code === QUOTE) isInString = true;
      else if (code === COMMA) values += 1;
      else if (code === OPENING_BRACE || code === OPENING_BRACKET) {
        values += 1;
        level += 1;
        if (level > depth) depth = level;
      } else if (code === CLOSING_BRACE || code === CLOSING_BRACKET) level -= 1;
    }
    yield { depth, values, hasUnicodeEscape };
  }
}

export function isNestedTooDeep(json: string): boolean {
  return measureJson(json).some(({ depth }) => depth > MAX_NESTING);
}

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
