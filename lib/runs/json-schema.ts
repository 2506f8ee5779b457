/** The few questions that are asked of a JSON Schema. All take schemas as they come: unknown keywords, `$ref` and booleans included. */
type Node = Record<string, unknown>;

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const listNodes = (value: unknown) => (Array.isArray(value) ? value.filter(isNode) : []);

// A schema may refer to itself.
const MAX_REFERENCES = 20;

/** The schema and its alternatives, with local references (`#/$defs/…`) followed. */
export function listAlternatives(schema: unknown, root: Node, references = 0): Node[] {
  if (!isNode(schema)) return [];
  const reference = schema.$ref;
  if (typeof reference === "string" && reference.startsWith("#") && references < MAX_REFERENCES) {
    return listAlternatives(followPointer(reference, root), root, references + 1);
  }
  const parts = [schema.anyOf, schema.oneOf, schema.allOf].flatMap(listNodes);
  if (references >= MAX_REFERENCES) return [schema];
  return [schema, ...parts.flatMap((part) => listAlternatives(part, root, references + 1))];
}

function followPointer(reference: string, root: Node): unknown {
  const path = reference.slice(1).split("/").slice(1);
  return path.reduce<unknown>((node, escaped) => {
    const key = escaped.replaceAll("~1", "/").replaceAll("~0", "~");
    return isNode(node) ? node[key] : undefined;
  }, root);
}

/** The schema of an object's member, undefined if the schema does not say. */
export function findProperty(schema: unknown, key: string, root: Node): unknown {
  for (const node of listAlternatives(schema, root)) {
    if (isNode(node.properties) && Object.hasOwn(node.properties, key)) return node.properties[key];
  }
  return undefined;
}

/** The schema of an array's items, undefined if the schema does not say. */
export function findItems(schema: unknown, root: Node): unknown {
  return listAlternatives(schema, root).find((node) => isNode(node.items))?.items;
}

export function isRequired(schema: Node, key: string): boolean {
  return Array.isArray(schema.required) && schema.required.includes(key);
}

/** Whether null is a value here. */
export function allowsNull(schema: unknown, root: Node): boolean {
  return listAlternatives(schema, root).some(
    ({ type, const: only, enum: values }) =>
      type === "null" ||
      (Array.isArray(type) && type.includes("null")) ||
      only === null ||
      (Array.isArray(values) && values.includes(null)),
  );
}
