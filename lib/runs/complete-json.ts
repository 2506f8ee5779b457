import { isNestedTooDeep, isObject } from "#lib/base/json.ts";
import { toStorableJson } from "#lib/base/storable.ts";

/** The first half of a surrogate pair. */
const HALF = /^(\\ud[89ab]|[\ud800-\udbff])/i;

/**
 * The longest beginning of a cut JSON text that a quote and brackets complete, and these as `rest`. It never ends within a
 * key, a number, a word or a character, so more text only adds to it. The text is not checked: if it is
 * not JSON, the result is not either.
 */
export function completeJson(text: string) {
  const closers: string[] = [];
  let end = 0;
  let isString = false;
  let isValue = false;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (isString) {
      const mayBeHalf = character === "\\" || character >= "\ud800";
      const isHalf = mayBeHalf && HALF.test(text.slice(index, index + 4));
      if (character === "\\") index += text[index + 1] === "u" ? 5 : 1;
      else if (character === '"') isString = false;
      if (isValue && !isHalf && index < text.length) end = index + 1;
    } else if (character === '"') {
      isString = true;
      if (isValue) end = index + 1;
    } else if (character === ":") isValue = true;
    else if (character === ",") {
      // Only here is a number known to have ended.
      end = index;
      isValue = closers.at(-1) === "]";
    } else if (character === "{" || character === "[") {
      closers.push(character === "{" ? "}" : "]");
      end = index + 1;
      isValue = character === "[";
    } else if (character === "}" || character === "]") {
      closers.pop();
      end = index + 1;
    }
    if (closers.length === 0) end = index + 1;
  }
  const quote = isString && isValue ? '"' : "";
  return { begun: text.slice(0, end), rest: quote + closers.reverse().join("") };
}

/** The part of an unfinished JSON object that can be sent and stored, and the `rest` that completes it; undefined if the text is not the beginning of one. */
export function completeObject(json: string) {
  if (isNestedTooDeep(json)) return undefined;
  const { begun, rest } = completeJson(json);
  const text = toStorableJson(begun);
  try {
    const value: unknown = JSON.parse(text + rest);
    return isObject(value) ? { text, rest, value, isWhole: begun === json } : undefined;
  } catch {
    return undefined;
  }
}
