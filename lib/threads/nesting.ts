/** Far above what people nest, far below what overflows the stack of a recursive reader. */
export const MAX_NESTING = 100;

const codeOf = (character: string) => character.charCodeAt(0);
const QUOTE = codeOf('"');
const ESCAPE = codeOf("\\");
const OPENING = [codeOf("{"), codeOf("[")];
const CLOSING = [codeOf("}"), codeOf("]")];

/** Whether objects and arrays are nested deeper than `MAX_NESTING` levels. Also judges broken JSON. */
export function isNestedTooDeep(json: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < json.length; index += 1) {
    const code = json.charCodeAt(index);
    if (isInString && code === ESCAPE) index += 1;
    else if (code === QUOTE) isInString = !isInString;
    else if (isInString) continue;
    else if (CLOSING.includes(code)) depth -= 1;
    else if (OPENING.includes(code)) {
      depth += 1;
      if (depth > MAX_NESTING) return true;
    }
  }
  return false;
}
