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
