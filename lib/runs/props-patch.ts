import jsonPatch, { type Operation } from "fast-json-patch";
import { isNestedTooDeep, isObject, toStorableJson } from "#lib/base/json.ts";
import { cleanProps, type Props } from "./fit-schema.ts";
import { limitWork, type Schema } from "./json-schema.ts";
import { validateSchema } from "./validate-schema.ts";

/** The least time between patches, because a client renders for each one. */
export const PATCH_INTERVAL_MILLISECONDS = 35;

/** A try reads the whole growing text. The pause after it is this many times as long. */
const PAUSE_PER_WORK = 9;

/** The time of the next try at a growing text, after one that began at `startedAt` (of `performance.now()`) and ends now. */
export function nextTryAfter(startedAt: number): number {
  const now = performance.now();
  const pause = PAUSE_PER_WORK * (now - startedAt);
  return Math.max(startedAt + PATCH_INTERVAL_MILLISECONDS, now + pause);
}

const LONG_IN_COMING = 1_000; // characters

/**
 * Turns the growing JSON text of a component's props into minimal patches that lead from `{}` to the
 * final props. They leave out values that mean "not given": the client takes null and "" for a prop
 * that has not started, and would wait for it.
 */
export function streamProps(schema: Schema) {
  let nextTryAt = Number.NEGATIVE_INFINITY;
  let sent: Props = {};
  const moveTo = (props: Props): Operation[] => {
    const operations = jsonPatch.compare(sent, props);
    sent = props;
    return operations;
  };
  const moveToPartial = (value: Props) => {
    if (isUnsafe(value)) return [];
    const fitting = limitWork(() => {
      const props = cleanProps(value, schema, { isPartial: true });
      return validateSchema(props, schema, { isPartial: true }).length === 0 ? props : undefined;
    });
    return fitting ? moveTo(fitting) : [];
  };
  return {
    /** The props that the client has now. */
    get props() {
      return sent;
    },
    /** The patch for a longer JSON text of the model. It is empty while the text does not fit the schema and, except for the last text, shortly after another patch. */
    advance(text: string, isLast: boolean): Operation[] {
      const startedAt = performance.now();
      if (!isLast && startedAt < nextTryAt) return [];
      const begun = completeObject(text);
      const hasValue = begun !== undefined && Object.keys(begun.value).length > 0;
      // Without a value there is nothing to send, and nothing that the schema need be asked for.
      const operations = hasValue ? moveToPartial(begun.value) : [];
      // The first value is sent without a pause, unless it takes long to come.
      if (hasValue || text.length > LONG_IN_COMING) nextTryAt = nextTryAfter(startedAt);
      return operations;
    },
    /** The patch to the final, validated props. */
    finish: moveTo,
  };
}

/** Whether a value has keys for an object's prototype. Clients refuse patches with them. */
function isUnsafe(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { constructor: own } = value;
  const isNamed =
    Object.hasOwn(value, "__proto__") || (isObject(own) && Object.hasOwn(own, "prototype"));
  return isNamed || Object.values(value).some(isUnsafe);
}

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
