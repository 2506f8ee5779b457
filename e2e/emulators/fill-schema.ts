/** The part of JSON Schema that schemas of components are made of. */
export interface Schema {
  type?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  items?: Schema;
}

/** A value that fits a schema; texts are the names of their properties. */
export function fillSchema({ type, ...schema }: Schema, name: string): unknown {
  if (schema.enum) return schema.enum[0];
  if (type === "number" || type === "integer") return 1;
  if (type === "boolean") return true;
  if (type === "array") return [1, 2].map((at) => fillSchema(schema.items ?? {}, `${name} ${at}`));
  if (type !== "object") return name ? `A ${name}` : "";
  const entries = Object.entries(schema.properties ?? {});
  return Object.fromEntries(entries.map(([key, value]) => [key, fillSchema(value, key)]));
}
