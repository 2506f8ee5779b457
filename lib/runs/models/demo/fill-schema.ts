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
  ["url", "https://northwind.example/"],
  ["uuid", "00000000-0000-4000-8000-000000000000"],
]);

/**
 * A value that fits a JSON Schema, made from the words and numbers of a message. A component gets
 * all its props, so that everything it can draw is seen; a tool only the required arguments,
 * since an optional one often narrows what it does.
 */
export function fillSchema(schema: Schema, message: string, kind: "component" | "tool"): unknown {
  const numbers = (message.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);
  const subject = readSubject(message);
  let nodes = 0;

  function fill(node: unknown, name: string, depth: number, index: number): unknown {
    nodes += 1;
    if (nodes > MOST_NODES) return undefined;
    const parts = listAlternatives(node, schema);
    for (const part of parts) spend(LOOK * countMembers(part));
    const merged: Schema = Object.assign({}, ...parts.toReversed());
    const type = readType(parts);
    const values = parts
      .flatMap((part) => [...(Array.isArray(part.enum) ? part.enum : []), part.const ?? null])
      .filter((value) => value !== null);
    if (values.length > 0) return chooseValue(values, message, index);
    if (type === "object") return fillObject(parts, depth);
    if (type === "array") return fillArray(node, merged, name, depth);
    if (type === "boolean") return true;
    if (type === "null") return null;
    if (type === "number" || type === "integer") {
      const number = numbers.shift() ?? merged.default ?? 12 * (index + 1);
      return clamp(Number(number), merged, type);
    }
    return fillText(merged, name, depth, index);
  }

  function fillObject(parts: Schema[], depth: number): Schema {
    const properties = parts.flatMap((part) => Object.entries(part.properties ?? {}));
    const required = new Set(parts.flatMap((part) => part.required ?? []));
    const isAll = kind === "component" || required.size === 0;
    const filled = properties.flatMap(([key, property], index) => {
      const isWanted = required.has(key) || (isAll && depth < DEEPEST);
      return isWanted ? [[key, fill(property, key, depth + 1, index)] as const] : [];
    });
    return Object.fromEntries(filled);
  }

  function fillArray(node: unknown, merged: Schema, name: string, depth: number): unknown[] {
    if (depth >= DEEPEST) return [];
    const { minItems = 0, maxItems = FEW } = merged as { minItems?: number; maxItems?: number };
    const length = Math.min(MOST_ITEMS, Math.max(minItems, Math.min(FEW, maxItems)));
    const items = findItems(node, schema);
    // "days" holds a "day".
    const itemName = name.replace(/s$/, "");
    return Array.from({ length }, (_, index) => fill(items, itemName, depth + 1, index));
  }

  function fillText(merged: Schema, name: string, depth: number, index: number): string {
    const format = typeof merged.format === "string" ? formats.get(merged.format) : undefined;
    if (format) return format;
    const { minLength = 0, maxLength = 80 } = merged as { minLength?: number; maxLength?: number };
    const isIdentifier = /(^|_)(id|key)$|Id$/.test(name);
    const words = toWords(name) || "item";
    const text = isIdentifier
      ? `${words.replaceAll(" ", "-")}-${index + 1}`
      : depth <= 1
        ? subject
        : `${words.charAt(0).toUpperCase()}${words.slice(1)} ${index + 1}`;
    return text.slice(0, maxLength).padEnd(Math.min(LONGEST_TEXT, minLength), ".");
  }

  return limitWork(() => fill(schema, "", 0, 0)) ?? {};
}

/** How many members and list items a part has, of which each is looked at. */
function countMembers(part: Schema): number {
  const { enum: values, properties, required } = part;
  return [part, values, properties, required]
    .map((group) => (group instanceof Object ? Object.keys(group).length : 0))
    .reduce((sum, count) => sum + count);
}

/** "Show a WeatherCard for Oslo!" → "Oslo": what the message is about, the whole of it if it does not say. */
function readSubject(message: string): string {
  const about = /\b(?:for|about|in|of|named|titled)\s+(.+)$/i.exec(message)?.[1];
  return (about ?? message).replace(/[\s.?!]+$/, "") || "Demo";
}

function chooseValue(values: unknown[], message: string, index: number): unknown {
  const words = ` ${toWords(message)} `;
  const named = values.find((value) => words.includes(` ${toWords(String(value))} `));
  return named ?? values[index % values.length];
}

function readType(parts: Schema[]): unknown {
  const types = parts.flatMap(({ type }) => (Array.isArray(type) ? type : [type]));
  const [first] = types.filter((type) => type !== undefined && type !== "null");
  if (first) return first;
  if (parts.some(({ properties }) => properties)) return "object";
  return types.includes("null") ? "null" : "string";
}

function clamp(value: number, { minimum, maximum }: Schema, type: "number" | "integer"): number {
  const atLeast = Math.max(Number(minimum ?? Number.NEGATIVE_INFINITY), value);
  const clamped = Math.min(Number(maximum ?? Number.POSITIVE_INFINITY), atLeast);
  return type === "integer" ? Math.trunc(clamped) : clamped;
}
