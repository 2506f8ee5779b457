import { isObject } from "#lib/base/json.ts";

const MOST_WORK = 500_000; // small steps: about 20 milliseconds

/** The error for data that takes more. */
export const TOO_LARGE = "is too large or too deep to be checked";

const TOO_MUCH = new RangeError(TOO_LARGE);

let left = Number.POSITIVE_INFINITY;

/**
 * Does a job on data of clients and models, which may have endless references and exploding
 * alternatives. The job calls `spend` in its loops, and is undefined once it has spent too much. A job
 * inside another one shares its limit.
 */
export function limitWork<Result>(job: () => Result): Result | undefined {
  if (Number.isFinite(left)) return job();
  left = MOST_WORK;
  try {
    return job();
  } catch (error) {
    if (error !== TOO_MUCH) throw error;
    return undefined;
  } finally {
    left = Number.POSITIVE_INFINITY;
  }
}

/** Counts steps before they are done. */
export function spend(steps: number): void {
  left -= steps;
  if (left < 0) giveUp();
}

/** Ends the job: its data take too much. */
export function giveUp(): never {
  throw TOO_MUCH;
}

/** The functions below accept any client's schema, with unknown keywords, `$ref` and booleans. */
export type Schema = Record<string, unknown>;

/** Schemas come from clients; no real one has as many alternatives. */
const MAX_STEPS = 1_000;

/**
 * The schema and its alternatives, with local references (`#/$defs/…`) followed. Each node appears
 * once, because alternatives that refer to each other would be exponentially many.
 */
export function listAlternatives(schema: unknown, root: Schema): Schema[] {
  const alternatives: Schema[] = [];
  const seen = new Set<Schema>();
  let steps = 0;
  function visit(node: unknown): void {
    steps += 1;
    spend(2);
    if (steps > MAX_STEPS || !isObject(node) || seen.has(node)) return;
    seen.add(node);
    const reference = node.$ref;
    if (typeof reference === "string" && reference.startsWith("#")) {
      visit(followPointer(reference, root));
      return;
    }
    alternatives.push(node);
    for (const parts of [node.anyOf, node.oneOf, node.allOf]) {
      if (Array.isArray(parts)) parts.slice(0, MAX_STEPS).forEach(visit);
    }
  }
  visit(schema);
  return alternatives;
}

/** The target of a local reference; undefined if there is none. */
export function followPointer(reference: string, root: Schema): unknown {
  spend(reference.length);
  const path = reference.slice(1).split("/").slice(1);
  return path.reduce<unknown>((node, escaped) => {
    const key = escaped.replaceAll("~1", "/").replaceAll("~0", "~");
    return isObject(node) || Array.isArray(node) ? Reflect.get(node, key) : undefined;
  }, root);
}

/** The schema of an object's member; undefined if there is none. */
export function findProperty(schema: unknown, key: string, root: Schema): unknown {
  for (const node of listAlternatives(schema, root)) {
    if (isObject(node.properties) && Object.hasOwn(node.properties, key))
      return node.properties[key];
  }
  return undefined;
}

/** The schema of an array's items; undefined if there is none. */
export function findItems(schema: unknown, root: Schema): unknown {
  return listAlternatives(schema, root).find((node) => isObject(node.items))?.items;
}

export function isRequired(schema: unknown, key: string, root: Schema): boolean {
  return listAlternatives(schema, root).some(
    ({ required }) => Array.isArray(required) && includes(required, key),
  );
}

/** Whether no object that fits the schema can have this key. */
export function isExcluded(schema: unknown, key: string, root: Schema): boolean {
  const objects = listAlternatives(schema, root).filter(
    (node) => node.type === "object" || isObject(node.properties),
  );
  return (
    objects.length > 0 &&
    objects.every(
      ({ properties, additionalProperties, patternProperties }) =>
        additionalProperties === false &&
        patternProperties === undefined &&
        !(isObject(properties) && Object.hasOwn(properties, key)),
    )
  );
}

/** Whether the schema allows null. */
export function allowsNull(schema: unknown, root: Schema): boolean {
  return listAlternatives(schema, root).some(
    ({ type, const: only, enum: values }) =>
      type === "null" ||
      (Array.isArray(type) && includes(type, "null")) ||
      only === null ||
      (Array.isArray(values) && includes(values, null)),
  );
}

function includes(list: unknown[], value: unknown): boolean {
  spend(list.length);
  return list.includes(value);
}
