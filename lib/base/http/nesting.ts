/** Far above what people nest, far below what overflows the stack of a recursive reader. */
export const MAX_NESTING = 100;

const codeOf = (character: string) => character.charCodeAt(0);
const QUOTE = codeOf('"');
const ESCAPE = codeOf("\\");
const COMMA = codeOf(",");
const [OPENING_BRACE, OPENING_BRACKET] = [codeOf("{"), codeOf("[")];
const [CLOSING_BRACE, CLOSING_BRACKET] = [codeOf("}"), codeOf("]")];

/** Characters that are read at a stretch. */
const STEP = 1_000_000;

/**
 * How deep a JSON text nests its objects and arrays, and how many members and items these have at
 * most, so far: a step at a time, the last of which is for the whole. Reads no further once it is
 * deeper than `MAX_NESTING`. Also judges broken JSON.
 */
export function* measureJson(json: string): Generator<{ depth: number; values: number }> {
  let level = 0;
  let depth = 0;
  let values = 0;
  let isInString = false;
  for (let index = 0, end = STEP; index < json.length && depth <= MAX_NESTING; end += STEP) {
    for (; index < end && index < json.length && depth <= MAX_NESTING; index += 1) {
      const code = json.charCodeAt(index);
      if (isInString) {
        if (code === ESCAPE) index += 1;
        else if (code === QUOTE) isInString = false;
      } else if (code === QUOTE) isInString = true;
      else if (code === COMMA) values += 1;
      else if (code === OPENING_BRACE || code === OPENING_BRACKET) {
        values += 1;
        level += 1;
        if (level > depth) depth = level;
      } else if (code === CLOSING_BRACE || code === CLOSING_BRACKET) level -= 1;
    }
    yield { depth, values };
  }
}

export function isNestedTooDeep(json: string): boolean {
  return measureJson(json).some(({ depth }) => depth > MAX_NESTING);
}
