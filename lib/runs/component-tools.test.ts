import { asSchema } from "ai";
import { describe, expect, test } from "vitest";
import { toModelTools } from "./component-tools.ts";
import type { RunOptions } from "./run-request.ts";

const schema = { type: "object", properties: { a: { type: "number" } }, required: ["a"] };
const component = (name: string) => ({ name, description: "", propsSchema: schema });
const tool = (name: string) => ({ name, description: "", inputSchema: schema });

const offer = (options: Partial<RunOptions>) =>
  toModelTools({ availableComponents: [], tools: [], toolChoice: "auto", ...options });

describe("names", () => {
  test("are distinct for the model whatever the app calls its tools", () => {
    const names = [
      "Card",
      "tool_Card",
      "show_component_Card",
      "tool_show_component_Card",
      "tool_tool_show_component_Card",
      "1st",
      "tool_1st",
      "-",
      "__proto__",
      "constructor",
      "x".repeat(80),
      `${"x".repeat(80)}y`,
    ];
    const { tools, callables } = offer({
      availableComponents: [component("Card"), component("c".repeat(64))],
      tools: names.map(tool),
    });
    expect(Object.keys(tools)).toHaveLength(names.length + 2);
    expect([...callables.values()].map(({ name }) => name)).toEqual(
      expect.arrayContaining([...names, "Card", "c".repeat(64)]),
    );
    for (const name of Object.keys(tools)) expect(name).toMatch(/^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/);
    expect(callables.get("show_component_Card")).toMatchObject({ kind: "component" });
  });

  test.each([
    ["availableComponents", { availableComponents: [component("Card"), component("Card")] }],
    ["tools", { tools: [tool("add"), tool("add")] }],
  ])("of %s that are given twice are refused", (field, options) => {
    expect(() => offer(options)).toThrow(
      expect.objectContaining({
        status: 400,
        message: expect.stringContaining(`${field}: has two`),
      }),
    );
  });

  test("may be chosen with and without the prefix of components", () => {
    const options = { availableComponents: [component("Card")], tools: [tool("add")] };
    const choose = (name: string) => offer({ ...options, toolChoice: { name } }).toolChoice;
    expect(choose("Card")).toEqual({ type: "tool", toolName: "show_component_Card" });
    expect(choose("show_component_Card")).toEqual(choose("Card"));
    expect(choose("add")).toEqual({ type: "tool", toolName: "add" });
    expect(() => choose("toString")).toThrow(expect.objectContaining({ status: 400 }));
  });
});

describe("a client tool", () => {
  test("is offered with the words for its row, which are no arguments", async () => {
    const { tools, callables } = offer({ tools: [tool("add")] });
    const offered = asSchema(tools.add?.inputSchema);
    const { properties, required } = await offered.jsonSchema;
    expect(Object.keys(properties ?? {})).toEqual([
      "_tambo_statusMessage",
      "_tambo_completionStatusMessage",
      "a",
    ]);
    expect(required).toContain("_tambo_statusMessage");
    expect(callables.get("add")?.schema).toEqual(schema);
    expect(await offered.validate?.({ a: 1 })).toMatchObject({ success: true, value: { a: 1 } });
  });

  test("keeps a schema that lists no properties as it is", async () => {
    const inputSchema = { $ref: "#/$defs/a", $defs: { a: schema } };
    const { tools } = offer({ tools: [{ name: "add", description: "", inputSchema }] });
    expect(await asSchema(tools.add?.inputSchema).jsonSchema).toEqual(inputSchema);
  });
});
