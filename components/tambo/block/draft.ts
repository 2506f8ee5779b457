import type { core, output, ZodObject } from "zod";
import { isObject } from "#lib/base/json.ts";

/** A value in which everything is there and of its type; an absent number is null. */
export type Draft<Value> = Value extends undefined | null
  ? never
  : Value extends number
    ? number | null
    : Value extends (infer Item)[]
      ? Draft<Item>[]
      : Value extends object
        ? { [Key in keyof Value]-?: Draft<Value[Key]> }
        : Value;

/**
 * Reads props by their schema at any moment of their arrival, whatever they are: text that has not come
 * is empty, a choice is the first one. Of a list that is being written the last item waits.
 */
export function readDraft<Schema extends ZodObject>(
  schema: Schema,
  props: unknown,
  arriving: boolean,
): Draft<output<Schema>> {
  const lists = Object.entries(schema.shape)
    .filter(([, field]) => field.def.type === "array")
    .map(([key]) => [key, readGrowingList(props, key, arriving).items]);
  const fields = isObject(props) ? props : {};
  return readValue(schema, { ...fields, ...Object.fromEntries(lists) }) as Draft<output<Schema>>;
}

function readValue(schema: core.$ZodType, value: unknown): unknown {
  const { def } = (schema as core.$ZodTypes)._zod;
  switch (def.type) {
    case "optional":
    case "nullable":
      return readValue(def.innerType, value);
    case "object": {
      const fields = isObject(value) ? value : {};
      const entries = Object.entries(def.shape);
      return Object.fromEntries(
        entries.map(([key, field]) => [key, readValue(field, fields[key])]),
      );
    }
    case "array":
      return Array.isArray(value) ? value.map((item) => readValue(def.element, item)) : [];
    case "enum": {
      const choices = Object.values(def.entries);
      return choices.find((choice) => choice === value) ?? choices[0];
    }
    case "boolean":
      return value === true;
    case "number":
      return Number.isFinite(value) ? value : null;
    default:
      return typeof value === "string" ? value : "";
  }
}

/**
 * Reads a list prop: the items that will not change, and whether one is on its way. While the component
 * arrives, the prop that came last is the one being written, so the last item of that list may be half
 * an item and is held back.
 */
export function readGrowingList(props: unknown, key: string, arriving: boolean) {
  const fields = isObject(props) ? props : {};
  const list = fields[key];
  const items: unknown[] = Array.isArray(list) ? list : [];
  const growing = arriving && (!(key in fields) || Object.keys(fields).at(-1) === key);
  return { items: growing ? items.slice(0, -1) : items, growing };
}
