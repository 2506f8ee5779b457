import { isNestedTooDeep, MAX_NESTING } from "#lib/base/http/nesting.ts";
import { toStorableJson } from "#lib/base/storable.ts";
import type { JsonSchema } from "./component-tools.ts";
import { allowsNull, findItems, findProperty, isExcluded, isRequired } from "./json-schema.ts";
import { validateSchema } from "./validate-schema.ts";
import { limitWork, spend, TOO_LARGE } from "./work.ts";

export type Props = Record<string, unknown>;

/** As the AI SDK takes it from a schema's `validate`. */
export type Judgement<Value> = { success: true; value: Value } | { success: false; error: Error };

const MUST_BE = `must be an object nested no deeper than ${MAX_NESTING} levels`;

/** What the model is told of; the rest of them mostly follows from these. */
const MAX_ERRORS = 5;

export function isProps(value: unknown): value is Props {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Judges a component's props as the model has given them. What fits once it is cleaned is the
 * value; otherwise the error tells the model what to do better.
 */
export function fitProps(input: unknown, schema: JsonSchema): Judgement<Props> {
  const props = toStorableProps(input);
  if (!props) return refuse([MUST_BE]);
  return judge(() => {
    const value = cleanProps(props, schema, { isPartial: false });
    return { value, errors: validateSchema(value, schema) };
  });
}

/** Judges a client tool's arguments. They stay as they have been sent when they are judged. */
export function fitArguments(input: unknown, schema: JsonSchema): Judgement<Props> {
  const value = toStorableProps(input);
  if (!value) return refuse([MUST_BE]);
  return judge(() => {
    // The client takes these out itself.
    const given = filterMembers(withoutPrivateKeys(value), schema, schema, (key, member, owner) =>
      isGiven(key, member, owner, schema),
    );
    return { value, errors: validateSchema(given, schema) };
  });
}

function judge(job: () => { value: Props; errors: string[] }): Judgement<Props> {
  const judged = limitWork(job);
  if (!judged) return refuse([TOO_LARGE]);
  const { value, errors } = judged;
  return errors.length > 0 ? refuse(errors) : { success: true, value };
}

/** The model's object as it can be stored, which is how it is sent. Undefined for what is none. */
function toStorableProps(input: unknown): Props | undefined {
  if (!isProps(input)) return undefined;
  const json = JSON.stringify(input);
  return isNestedTooDeep(json) ? undefined : JSON.parse(toStorableJson(json));
}

function refuse(errors: string[]): Judgement<never> {
  return { success: false, error: new TypeError(errors.slice(0, MAX_ERRORS).join("; ")) };
}

/**
 * Props without the model's private keys, without keys that the schema excludes, and without
 * values that stand for "not given": null where the schema has none, an empty text that nobody
 * requires.
 */
export function cleanProps(
  props: Props,
  schema: JsonSchema,
  { isPartial }: { isPartial: boolean },
): Props {
  const given = Object.entries(withoutPrivateKeys(props)).filter(
    // What is being written starts as "", so only a finished one counts.
    ([key, value]) => value !== "" || (!isPartial && isRequired(schema, key, schema)),
  );
  return filterMembers(
    Object.fromEntries(given),
    schema,
    schema,
    (key, value, owner) => !isExcluded(owner, key, schema) && isGiven(key, value, owner, schema),
  );
}

function withoutPrivateKeys(props: Props): Props {
  return Object.fromEntries(Object.entries(props).filter(([key]) => !key.startsWith("_tambo_")));
}

/** Strict models fill every absent optional key with null. */
function isGiven(key: string, value: unknown, owner: unknown, root: JsonSchema): boolean {
  return (
    value !== null ||
    isRequired(owner, key, root) ||
    allowsNull(findProperty(owner, key, root), root)
  );
}

/** A copy with only those members of its objects that are kept. Items of arrays have their place and stay. */
function filterMembers<Value>(
  value: Value,
  schema: unknown,
  root: JsonSchema,
  isKept: (key: string, value: unknown, owner: unknown) => boolean,
): Value {
  spend(1);
  if (Array.isArray(value)) {
    const items = findItems(schema, root);
    return value.map((item) => filterMembers(item, items, root, isKept)) as Value;
  }
  if (!isProps(value)) return value;
  const kept = Object.entries(value).filter(([key, member]) => isKept(key, member, schema));
  return Object.fromEntries(
    kept.map(([key, member]) => [
      key,
      filterMembers(member, findProperty(schema, key, root), root, isKept),
    ]),
  ) as Value;
}
