import { isNestedTooDeep, isObject, MAX_NESTING, toStorableJson } from "#lib/base/json.ts";
import {
  allowsNull,
  findItems,
  findProperty,
  isExcluded,
  isRequired,
  limitWork,
  type Schema,
  spend,
  TOO_LARGE,
} from "./json-schema.ts";
import { validateSchema } from "./validate-schema.ts";

export type Props = Record<string, unknown>;

/** The result that the AI SDK expects of a schema's `validate`. */
type Judgement<Value> = { success: true; value: Value } | { success: false; error: Error };

const MUST_BE = `must be an object nested no deeper than ${MAX_NESTING} levels`;

/** Errors that the model is told. Others mostly follow from these. */
const MAX_ERRORS = 5;
/** In characters: a path is as long as the keys that the model wrote. */
const LONGEST_ERROR = 1_000;

/** Cleans and validates a component's props from the model. The error tells the model what is wrong. */
export function fitProps(input: unknown, schema: Schema): Judgement<Props> {
  return judge(input, schema, (props) => {
    const value = cleanProps(props, schema, { isPartial: false });
    return { value, checked: value };
  });
}

/** Validates a client tool's arguments. They are not changed, because they have been sent already. */
export function fitArguments(input: unknown, schema: Schema): Judgement<Props> {
  return judge(input, schema, (value) => {
    return { value, checked: withoutAbsent(withoutPrivateKeys(value), schema) };
  });
}

function judge(
  input: unknown,
  schema: Schema,
  read: (props: Props) => { value: Props; checked: Props },
): Judgement<Props> {
  const props = toStorableProps(input);
  if (!props) return refuse([MUST_BE]);
  const judged = limitWork(() => {
    const { value, checked } = read(props);
    return { value, errors: validateSchema(checked, schema) };
  });
  if (!judged) return refuse([TOO_LARGE]);
  const { value, errors } = judged;
  return errors.length > 0 ? refuse(errors) : { success: true, value };
}

/** The model's object as it can be stored; undefined for any other input. */
function toStorableProps(input: unknown): Props | undefined {
  if (!isObject(input)) return undefined;
  const json = JSON.stringify(input);
  return isNestedTooDeep(json) ? undefined : JSON.parse(toStorableJson(json));
}

function refuse(errors: string[]): Judgement<never> {
  const told = errors.slice(0, MAX_ERRORS).map((error) => error.slice(-LONGEST_ERROR));
  return { success: false, error: new TypeError(told.join("; ").toWellFormed()) };
}

/**
 * Props without the model's private keys, without keys that the schema excludes, and without values
 * that mean "not given": null where the schema does not allow it, and empty texts that are not required.
 */
export function cleanProps(
  props: Props,
  schema: Schema,
  { isPartial }: { isPartial: boolean },
): Props {
  const given = Object.entries(withoutPrivateKeys(props)).filter(
    // A text that is being written starts as "", so an empty one counts only when it is finished.
    ([key, value]) => value !== "" || (!isPartial && isRequired(schema, key, schema)),
  );
  return withoutAbsent(Object.fromEntries(given), schema, { withExcluded: false });
}

/** Without what the client itself takes out. */
export function withoutPrivateKeys(props: Props): Props {
  return Object.fromEntries(Object.entries(props).filter(([key]) => !key.startsWith("_tambo_")));
}

/** A copy without members that are not given, at any depth: strict models fill every absent optional key with null. */
function withoutAbsent(props: Props, root: Schema, { withExcluded = true } = {}): Props {
  const isKept = (key: string, value: unknown, owner: unknown) =>
    (withExcluded || !isExcluded(owner, key, root)) &&
    (value !== null ||
      isRequired(owner, key, root) ||
      allowsNull(findProperty(owner, key, root), root));
  const filter = (value: unknown, schema: unknown): unknown => {
    spend(1);
    if (Array.isArray(value)) {
      const items = findItems(schema, root);
      return value.map((item) => filter(item, items));
    }
    if (!isObject(value)) return value;
    const kept = Object.entries(value).filter(([key, member]) => isKept(key, member, schema));
    return Object.fromEntries(
      kept.map(([key, member]) => [key, filter(member, findProperty(schema, key, root))]),
    );
  };
  return filter(props, root) as Props;
}
