import { findItems, limitWork, listAlternatives, spend } from "#lib/runs/json-schema.ts";
import { toWords } from "./read-prompt.ts";

type Schema = Record<string, unknown>;

const DEEPEST = 6;
const FEW = 3;
/** Schemas come from clients, and one may ask for a billion items. */
const MOST_ITEMS = 20;
const LONGEST_TEXT = 1_000; // characters
const MOST_NODES = 1_000;
/** What it takes to look at one value of a list, in small steps. */
const LOOK = 20;

/** By the format's name, which is the client's. */
const formats = new Map([
  ["date", "2026-09-30"],
  ["date-time", "2026-09-30T12:00:00.000Z"],
  ["time", "12:00:00"],
  ["email", "ada@northwind.example"],
  ["uri", "https://northwind.example/"],
  ["uuid", "00000000-0000-4000-8000-000000000000"],
]);

/**
 * A value that fits a JSON Schema, made from the words and numbers of a message. A component gets
 * all its props, so that everything it can draw is seen; a tool only the required arguments,
 * since an optional one often narrows what it does.
 */
export function fillSchema(schema: Schema, message: string, kind: "component" | "tool"): unknown {
  const numbers = Array.from(message.matchAll(/-?\d+(?:\.\d+)?/g), Number);
  const words = ` ${toWords(message)} `;
  // "Show a WeatherCard for Oslo!" is about Oslo. A message that does not say is about all of it.
  const about = /\b(?:for|about|in|of|named|titled)\s+(.+)$/i.exec(message)?.[1] ?? message;
  const subject = about.replace(/[\s.?!]+$/, "") || "Demo";
  let nodes = 0;

  function fill(node: unknown, name: string, depth: number, index: number): unknown {
    nodes += 1;
    if (nodes > MOST_NODES) return undefined;
    const parts = listAlternatives(node, schema);
    for (const part of parts) spend(LOOK * countMembers(part));
    const merged = Object.assign({}, ...parts.toReversed());
    const values = parts
      .flatMap((part) => [...(Array.isArray(part.enum) ? part.enum : []), part.const ?? null])
      .filter((value) => value !== null);
    const named = values.find((value) => words.includes(` ${toWords(String(value))} `));
    if (values.length > 0) return named ?? values[index % values.length];
    const types = parts.flatMap(({ type, properties }) => type ?? (properties ? "object" : []));
    const type = types.find((type) => type !== "null") ?? types[0];
    if (type === "object") return fillObject(parts, depth);
    if (type === "array") return fillArray(node, merged, name, depth);
    if (type === "boolean") return true;
    if (type === "null") return null;
    if (type === "number") return fillNumber(merged, index);
    if (type === "integer") return Math.trunc(fillNumber(merged, index));
    return fillText(merged, name, depth, index);
  }

  function fillObject(parts: Schema[], depth: number): Schema {
    // The status messages are no arguments of the tool itself.
    const isOwn = (key: unknown) => !String(key).startsWith("_tambo_");
    const properties = parts.flatMap((part) => Object.entries(part.properties ?? {}));
    const required = new Set(parts.flatMap((part) => part.required ?? []).filter(isOwn));
    const isAll = depth < DEEPEST && (kind === "component" || required.size === 0);
    const wanted = properties.filter(([key]) => required.has(key) || (isAll && isOwn(key)));
    return Object.fromEntries(
      wanted.map(([key, property], index) => [key, fill(property, key, depth + 1, index)]),
    );
  }

  function fillArray(node: unknown, merged: Schema, name: string, depth: number): unknown[] {
    if (depth >= DEEPEST) return [];
    const { minItems = 0, maxItems = FEW } = merged as { minItems?: number; maxItems?: number };
    const length = Math.min(MOST_ITEMS, Math.max(minItems, Math.min(FEW, maxItems)));
    const items = findItems(node, schema);
    const itemName = name.replace(/s$/, ""); // "days" holds a "day"
    return Array.from({ length }, (_, index) => fill(items, itemName, depth + 1, index));
  }

  function fillNumber(merged: Schema, index: number): number {
    const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = merged;
    const number = numbers.shift() ?? merged.default ?? 12 * (index + 1);
    return Math.min(Number(maximum), Math.max(Number(minimum), Number(number)));
  }

  function fillText(merged: Schema, name: string, depth: number, index: number): string {
    const format = formats.get(String(merged.format));
    const { minLength = 0, maxLength = 80 } = merged as { minLength?: number; maxLength?: number };
    const called = toWords(name) || "item";
    const isIdentifier = /(^|_)(id|key)$|Id$/.test(name);
    const title =
      depth <= 1 ? subject : `${called.charAt(0).toUpperCase()}${called.slice(1)} ${index + 1}`;
    const text = isIdentifier ? `${called.replaceAll(" ", "-")}-${index + 1}` : title;
    return format ?? text.slice(0, maxLength).padEnd(Math.min(LONGEST_TEXT, minLength), ".");
  }

  return limitWork(() => fill(schema, "", 0, 0)) ?? {};
}

/** How many members and list items a part has, of which each is looked at. */
function countMembers(part: Schema): number {
  const groups = [part, part.enum, part.properties, part.required];
  return groups.reduce<number>((sum, group) => sum + Object.keys(Object(group)).length, 0);
}
