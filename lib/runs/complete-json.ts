import { isNestedTooDeep } from "#lib/base/http/nesting.ts";
import { toStorableJson } from "#lib/base/storable.ts";
import { isProps, type Props } from "./fit-schema.ts";

/** The first half of a character that has two. */
const HALF = /^(\\ud[89ab]|[\ud800-\udbff])/i;

/** A beginning of a JSON text, and what makes it whole. */
export interface BegunJson {
  begun: string;
  /** Empty for a text that is whole. */
  rest: string;
}

/**
 * The longest beginning of a cut JSON text that a quote and brackets make whole: it never ends
 * within a key, a number, a word or a character, so that what follows only adds to it. The text is
 * not judged; if it is no JSON, neither is what this returns.
 */
export function completeJson(text: string): BegunJson {
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

export interface BegunObject {
  text: string;
  /** What ends it. */
  rest: string;
  value: Props;
  isWhole: boolean;
}

/** What can be sent and stored of a JSON object that is being written, undefined if the text is the beginning of none. */
export function completeObject(json: string): BegunObject | undefined {
  if (isNestedTooDeep(json)) return undefined;
  const { begun, rest } = completeJson(json);
  const text = toStorableJson(begun);
  try {
    const value: unknown = JSON.parse(text + rest);
    return isProps(value) ? { text, rest, value, isWhole: begun === json } : undefined;
  } catch {
    return undefined;
  }
}
