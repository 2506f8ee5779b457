import { parsePartialJson } from "ai";
import jsonPatch, { type Operation } from "fast-json-patch";
import type { JsonSchema } from "./component-tools.ts";
import { allowsNull, findItems, findProperty, isRequired } from "./json-schema.ts";

export type Props = Record<string, unknown>;

/** A client renders again for every patch. */
export const PATCH_INTERVAL_MILLISECONDS = 35;

export interface PropsStream {
  /** The props as the client has them now. */
  props: Props;
  /** The patch for more of the model's JSON text; none when one was sent a moment ago. */
  advance(text: string): Promise<Operation[]>;
  /** The patch from what was sent to the final props. */
  finish(input: Props): Operation[];
}

/**
 * Turns the growing JSON text of a component's props into minimal patches that, applied to `{}`,
 * add up to the final props. Nothing is sent for "not given": the client takes null and "" for a
 * prop that has not started and would wait for it for ever.
 */
export function streamProps(schema: JsonSchema): PropsStream {
  let lastPatchAt = Number.NEGATIVE_INFINITY;
  const moveTo = (props: Props) => {
    const operations = jsonPatch.compare(stream.props, props);
    stream.props = props;
    return operations;
  };
  const stream: PropsStream = {
    props: {},
    async advance(text) {
      const now = performance.now();
      if (now - lastPatchAt < PATCH_INTERVAL_MILLISECONDS) return [];
      const { value } = await parsePartialJson(text);
      // Half an escape, or a key without its value: wait for more.
      if (!isProps(value)) return [];
      lastPatchAt = now;
      return moveTo(cleanProps(value, schema, { isPartial: true }));
    },
    finish: (input) => moveTo(cleanProps(input, schema, { isPartial: false })),
  };
  return stream;
}

export function isProps(value: unknown): value is Props {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Props without the model's private keys and without values that stand for "not given": null
 * where the schema has none, an empty text that nobody requires.
 */
export function cleanProps(
  props: Props,
  schema: JsonSchema,
  { isPartial }: { isPartial: boolean },
): Props {
  const given = Object.entries(props).filter(([key, value]) => {
    if (key.startsWith("_tambo_")) return false;
    // What is being written starts as "", so only a finished one counts.
    return value !== "" || (!isPartial && isRequired(schema, key));
  });
  return dropNulls(Object.fromEntries(given), schema, schema) as Props;
}

/** Strict models fill every absent optional key with null. In arrays null has a place and stays. */
function dropNulls(value: unknown, schema: unknown, root: JsonSchema): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => dropNulls(item, findItems(schema, root), root));
  }
  if (!isProps(value)) return value;
  const given = Object.entries(value).flatMap(([key, member]) => {
    const memberSchema = findProperty(schema, key, root);
    if (member === null && !allowsNull(memberSchema, root)) return [];
    return [[key, dropNulls(member, memberSchema, root)] as const];
  });
  return Object.fromEntries(given);
}
