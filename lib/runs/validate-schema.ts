import { isObject } from "#lib/base/json.ts";
import { followPointer, giveUp, limitWork, type Schema, spend, TOO_LARGE } from "./json-schema.ts";

const MAX_DEPTH = 500;
const MAX_LISTED = 10; // allowed values in a message
const LONGEST_LIST = 300; // characters of them
/** The work of checking one value against one schema, apart from its loops. */
const CHECK_COST = 20;

/**
 * The errors of a JSON value under a JSON Schema, one line each; empty if it is valid. With `isPartial`
 * the value is unfinished: its last part may still grow, so nothing is missing from it yet. `pattern`
 * is not checked, because a client's expression could run for ever. `format` is an annotation (JSON
 * Schema 2020-12 §7), and unknown keywords are ignored.
 */
export function validateSchema(value: unknown, root: Schema, { isPartial = false } = {}): string[] {
  let depth = 0;

  function check(value: unknown, schema: unknown, path: string, isOpen: boolean): string[] {
    spend(CHECK_COST);
    if (depth > MAX_DEPTH) giveUp();
    if (schema === false) return [`${path} is not allowed`];
    if (!isObject(schema)) return [];
    const wrongType = checkType(value, schema, path);
    if (wrongType.length > 0) return wrongType;
    depth += 1;
    const errors = [
      ...checkScalar(value, schema, path, isOpen),
      ...(Array.isArray(value) ? checkItems(value, schema, path, isOpen) : []),
      ...(isObject(value) ? checkMembers(value, schema, path, isOpen) : []),
      ...checkCombinations(value, schema, path, isOpen),
    ];
    depth -= 1;
    spend(errors.length); // each level copies them
    return errors;
  }

  function checkItems(items: unknown[], schema: Schema, path: string, isOpen: boolean): string[] {
    const { minItems, maxItems } = schema;
    // Draft 7 writes tuples as `items`.
    const tuple = [schema.prefixItems, schema.items].find(Array.isArray) ?? [];
    const rest = Array.isArray(schema.items) ? schema.additionalItems : schema.items;
    const count = `${path} must have`;
    return [
      ...(isBelow(items.length, minItems) && !isOpen ? [`${count} ${minItems} items or more`] : []),
      ...(isBelow(maxItems, items.length) ? [`${count} ${maxItems} items or fewer`] : []),
      ...items.flatMap((item, index) => {
        const isLast = index === items.length - 1;
        const itemSchema = index < tuple.length ? tuple[index] : rest;
        return check(item, itemSchema, `${path}/${index}`, isOpen && isLast);
      }),
    ];
  }

  function checkMembers(value: object, schema: Schema, path: string, isOpen: boolean): string[] {
    const { properties, required, patternProperties, additionalProperties } = schema;
    const known = isObject(properties) ? properties : {};
    const others = patternProperties === undefined ? additionalProperties : true;
    const keys = Object.keys(value);
    const wanted: unknown[] = Array.isArray(required) && !isOpen ? required : [];
    spend(keys.length + CHECK_COST * wanted.length);
    const missing = wanted.filter((key) => typeof key === "string" && !Object.hasOwn(value, key));
    return [
      ...missing.map((key) => `${path}/${key} is missing`),
      ...Object.entries(value).flatMap(([key, one]) => {
        const member = Object.hasOwn(known, key) ? known[key] : others;
        return check(one, member, `${path}/${key}`, isOpen && key === keys.at(-1));
      }),
    ];
  }

  function checkCombinations(
    value: unknown,
    schema: Schema,
    path: string,
    isOpen: boolean,
  ): string[] {
    const { $ref, allOf, anyOf, oneOf, not } = schema;
    const checkEach = (schemas: unknown) =>
      Array.isArray(schemas) ? schemas.map((one) => check(value, one, path, isOpen)) : [];
    const isLocal = typeof $ref === "string" && $ref.startsWith("#");
    const results = checkEach(oneOf);
    // For an open value the rest decides which alternative it fits.
    const isAmbiguous = results.filter(({ length }) => length === 0).length > 1 && !isOpen;
    const isExcluded = not !== undefined && !isOpen && check(value, not, path, isOpen).length === 0;
    return [
      ...(isLocal ? check(value, followPointer($ref, root), path, isOpen) : []),
      ...checkEach(allOf).flat(),
      ...findFewest(checkEach(anyOf)),
      ...findFewest(results),
      ...(isAmbiguous ? [`${path} fits several alternatives`] : []),
      ...(isExcluded ? [`${path} is not allowed`] : []),
    ];
  }

  return limitWork(() => check(value, root, "", isPartial)) ?? [TOO_LARGE];
}

function checkType(value: unknown, { type }: Schema, path: string): string[] {
  if (type === undefined) return [];
  const given = [type].flat();
  spend(given.length);
  const types = given.filter((name) => typeof name === "string");
  return types.length === 0 || types.some((name) => isOfType(value, name))
    ? []
    : [`${path} must be ${shorten(types.slice(0, MAX_LISTED).join(" or "))}`];
}

function isOfType(value: unknown, type: string): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isObject(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

function checkScalar(value: unknown, schema: Schema, path: string, isOpen: boolean): string[] {
  const errors: string[] = [];
  const mustBe = (text: string) => errors.push(`${path} must be ${text}`);
  const { enum: values } = schema;
  if (Array.isArray(values) && !values.some((one) => isSame(one, value))) {
    mustBe(`one of ${write(values.slice(0, MAX_LISTED))}`);
  }
  if (Object.hasOwn(schema, "const") && !isSame(schema.const, value)) mustBe(write(schema.const));
  if (typeof value === "string") {
    const { minLength, maxLength } = schema;
    const isMeasured = minLength !== undefined || maxLength !== undefined;
    const length = isMeasured ? countCharacters(value) : 0;
    if (isBelow(length, minLength) && !isOpen) mustBe(`${minLength} characters or longer`);
    if (isBelow(maxLength, length)) mustBe(`${maxLength} characters or shorter`);
  }
  if (typeof value === "number") {
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
    if (isBelow(value, minimum)) mustBe(`${minimum} or more`);
    if (isBelow(maximum, value)) mustBe(`${maximum} or less`);
    if (typeof exclusiveMinimum === "number" && value <= exclusiveMinimum) {
      mustBe(`more than ${exclusiveMinimum}`);
    }
    if (typeof exclusiveMaximum === "number" && value >= exclusiveMaximum) {
      mustBe(`less than ${exclusiveMaximum}`);
    }
  }
  return errors;
}

function countCharacters(text: string): number {
  spend(text.length);
  return [...text].length;
}

/** Whether two JSON values are equal. */
function isSame(one: unknown, other: unknown): boolean {
  spend(typeof one === "string" ? 1 + one.length / 100 : 1);
  if (Array.isArray(one)) {
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, index) => isSame(item, other[index]))
    );
  }
  if (!isObject(one) || !isObject(other)) return one === other;
  const keys = Object.keys(one);
  const others = Object.keys(other);
  spend(keys.length + others.length);
  return (
    keys.length === others.length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]))
  );
}

/** JSON for a message. */
function write(value: unknown): string {
  return shorten(JSON.stringify(value));
}

/** A text that was made for a message, which takes as long as the text is. */
function shorten(text: string): string {
  spend(text.length);
  return text.length > LONGEST_LIST ? `${text.slice(0, LONGEST_LIST).toWellFormed()}…` : text;
}

function isBelow(value: unknown, limit: unknown): boolean {
  return typeof value === "number" && typeof limit === "number" && value < limit;
}

/** The errors under the closest alternative; none if one of them fits. */
function findFewest(results: string[][]): string[] {
  return results.toSorted((a, b) => a.length - b.length)[0] ?? [];
}
