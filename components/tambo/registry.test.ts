import { expect, test, vi } from "vitest";

// The SDK contains a voice recorder that makes a worker when it is imported.
vi.stubGlobal("Worker", class extends EventTarget {});
const { components, tools } = await import("./registry.ts");
const { notesComponent, notesTools } = await import("./notes/register-notes.tsx");
const everything = [...components, ...tools, notesComponent, ...notesTools({} as never)];
const { examples } = await import("./examples.ts");

interface JsonSchema {
  description?: string;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  additionalProperties?: unknown;
}

function listFields(schema: JsonSchema, path = ""): [string, JsonSchema][] {
  const nested = schema.items ? listFields(schema.items, `${path}[]`) : [];
  const own = Object.entries(schema.properties ?? {}).flatMap<[string, JsonSchema]>(
    ([name, field]) => [[`${path}.${name}`, field], ...listFields(field, `${path}.${name}`)],
  );
  return [...own, ...nested];
}

// What is asked of the parts this project ships; yours need no more than a name of their own.
const shipped = ["Chart", "DataTable", "TaskBoard", "Form", "Comparison"];
const schemas = components
  .filter(({ name }) => shipped.includes(name))
  .map(({ name, propsSchema }) => [name, propsSchema as JsonSchema] as const);

test("names are legal for models and unique", () => {
  const names = everything.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(shipped));
  expect(names).toEqual([...new Set(names)]);
  for (const name of names) expect(name).toMatch(/^[a-zA-Z0-9_-]{1,40}$/);
});

test("examples of the demo model are of registered components and tools", () => {
  const names = [...components, ...tools].map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(Object.keys(examples)));
});

test.each(schemas)("%s describes every prop to the model and uses no records", (_, schema) => {
  const fields = listFields(schema);
  expect(fields.length).toBeGreaterThan(4);
  expect(fields.filter(([, field]) => !field.description).map(([path]) => path)).toEqual([]);
  expect(fields.filter(([, field]) => typeof field.additionalProperties === "object")).toEqual([]);
});

test.each(schemas)(
  "%s carries no validator with which the SDK would warn about props that still arrive",
  (_, schema) => {
    expect(schema).not.toHaveProperty(["~standard"]);
  },
);
