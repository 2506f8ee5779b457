import { describe, expect, test } from "vitest";
import { z } from "zod";
import { chartProps } from "#components/tambo/chart/props.ts";
import { comparisonProps } from "#components/tambo/comparison/props.ts";
import { dataTableProps } from "#components/tambo/data-table/props.ts";
import { formProps } from "#components/tambo/form/props.ts";
import { taskBoardProps } from "#components/tambo/task-board/props.ts";
import { CONTEXT_HEADING } from "#lib/runs/prompt.ts";
import { component, type Messages, none, reply as replyTo, tool } from "#test/runs/demo-reply.ts";
import { demoModel } from "./demo-model.ts";
import type { CallOptions } from "./read-prompt.ts";

const availableComponents = [
  component("Chart", chartProps),
  component("DataTable", dataTableProps),
  component("TaskBoard", taskBoardProps),
  component("Form", formProps),
  component("Comparison", comparisonProps),
];
const tools = [
  tool(
    "get_open_tasks",
    z.object({ status: z.enum(["todo", "doing"]).optional(), limit: z.int() }),
  ),
  tool("get_selection", z.object({})),
  tool("set_theme", z.object({ theme: z.enum(["light", "dark", "system"]) })),
];
const all = { availableComponents, tools, toolChoice: "auto" as const };

const reply = (messages: string | Messages, offer: Parameters<typeof replyTo>[1] = all) =>
  replyTo(messages, offer);

describe("the demo model", () => {
  test.each([
    ["Show revenue by region", "Chart", chartProps],
    ["a chart please", "Chart", chartProps],
    ["List accounts at risk", "DataTable", dataTableProps],
    ["Collect a bug report", "Form", formProps],
    ["Compare three offers", "Comparison", comparisonProps],
  ])(
    "answers %j with a %s that fits its schema, in many pieces",
    async (question, name, schema) => {
      const { text, calls, deltas } = await reply(question);
      expect(text).not.toBe("");
      expect(calls.map(({ toolName }) => toolName)).toEqual([`show_component_${name}`]);
      expect(schema.safeParse(calls[0]?.input).error).toBeUndefined();
      expect(deltas).toBeGreaterThanOrEqual(12);
    },
  );

  test("plans with the app's open tasks: a call, then a board of eight tasks in three columns", async () => {
    const first = await reply("Plan the beta launch");
    expect(first.calls.map(({ toolName }) => toolName)).toEqual(["get_open_tasks"]);
    const open = Array.from({ length: 6 }, (_, index) => ({
      id: `t${index}`,
      title: `Task ${index}`,
      assignee: "Ada",
      column: index % 2 ? "doing" : "todo",
    }));
    const call = { toolCallId: "c", toolName: "get_open_tasks" };
    const output = { type: "text", value: JSON.stringify({ tasks: open }) };
    const { calls } = await reply([
      { role: "user", content: "Plan the beta launch" },
      { role: "assistant", content: [{ type: "tool-call", ...call, input: {} }] },
      { role: "tool", content: [{ type: "tool-result", ...call, output }] },
    ] as Messages);
    const board = taskBoardProps.parse(calls[0]?.input);
    expect(board.title).toBe("Beta launch");
    expect(board.columns).toHaveLength(3);
    expect(board.tasks).toHaveLength(8);
    expect(board.tasks.map(({ title }) => title)).toContain("Task 5");
  });

  test("reads all open tasks when a question is about them", async () => {
    const { calls } = await reply("Which tasks are still open?");
    expect(calls).toMatchObject([{ toolName: "get_open_tasks", input: { limit: 20 } }]);
  });

  test.each(["dark", "light"])("sets the theme to %s", async (theme) => {
    const { calls } = await reply(`Theme ${theme}`);
    const input = { theme, _tambo_completionStatusMessage: "Changed the colours" };
    expect(calls[0]).toMatchObject({ toolName: "set_theme", input });
  });

  test("thanks for a form that was sent, whatever words are in it", async () => {
    const { text, calls } = await reply("Form sent: Bug report\nWhat?: The plan chart\nSince?: –");
    expect(text).toContain("**Bug report** has arrived with one answer");
    expect(calls).toEqual([]);
  });

  test("looks at what is selected when it is asked about it", async () => {
    const { calls } = await reply("Which rows have I selected?");
    expect(calls).toMatchObject([{ toolName: "get_selection", input: {} }]);
  });

  test("introduces itself when it has no other answer", async () => {
    expect((await reply("Hello")).text).toMatch(/^I am the demo model\. I can draw charts/);
  });

  test("says what is not registered", async () => {
    const { text, calls } = await reply("Show revenue by region", none);
    expect(text).toMatch(/Chart.*not registered/);
    expect(calls).toEqual([]);
  });

  test("fills a product's own component when a message names it", async () => {
    const props = z.object({
      city: z.string().max(20),
      kind: z.enum(["sun", "rain"]),
      days: z.array(z.object({ t: z.int().max(5), tags: z.array(z.string()) })).min(2),
      since: z.iso.date(),
      note: z.string().optional(),
    });
    const offer = { ...all, availableComponents: [component("WeatherCard", props)] };
    for (const question of ["Show a WeatherCard for Oslo!", "a rain weather card for Oslo"]) {
      const { calls } = await reply(question, offer);
      const shown = props.parse(calls[0]?.input);
      expect(shown.city).toBe("Oslo");
      expect(shown.note).toBeDefined();
    }
  });

  test("fills a schema that refers to itself", async () => {
    const node: z.ZodType = z.object({
      name: z.string(),
      get children() {
        return z.array(node);
      },
    });
    const offer = { ...none, availableComponents: [component("Tree", node)] };
    const { calls } = await reply("Show the tree", offer);
    expect(node.safeParse(calls[0]?.input).error).toBeUndefined();
  });

  test("calls a tool that a message names, with its numbers", async () => {
    const inputSchema = z.object({ a: z.number(), b: z.number() });
    const offer = { ...none, tools: [tool("add", inputSchema)] };
    for (const question of ["1+2?", "Please add 1 and 2"]) {
      expect((await reply(question, offer)).calls[0]?.input).toEqual({ a: 1, b: 2 });
    }
  });

  test("obeys the choice of tool", async () => {
    const forced = await reply("Hello", { ...all, toolChoice: { name: "Chart" } });
    expect(forced.calls[0]?.toolName).toBe("show_component_Chart");
    expect((await reply("Hello", { ...all, toolChoice: "required" })).calls).toHaveLength(1);
    expect((await reply("a chart", { ...all, toolChoice: "none" })).calls).toEqual([]);
  });

  test("says so when what it filled in was refused", async () => {
    const offer = { ...none, availableComponents: [component("Gauge", z.object({}))] };
    const call = { toolCallId: "c", toolName: "show_component_Gauge" };
    const output = { type: "error-text", value: "Invalid input for tool show_component_Gauge" };
    const { text } = await reply(
      [
        { role: "user", content: "Show the gauge" },
        { role: "assistant", content: [{ type: "tool-call", ...call, input: {} }] },
        { role: "tool", content: [{ type: "tool-result", ...call, output }] },
      ] as Messages,
      offer,
    );
    expect(text).toMatch(/^Gauge could not be carried out.*does not fit its schema/);
    expect(text).not.toContain("show_component_");
  });

  test("does not take the app's context for the user's words", async () => {
    const content = [
      { type: "text", text: "Hello" },
      { type: "text", text: `${CONTEXT_HEADING}\n{"page":"revenue chart"}` },
    ];
    expect((await reply([{ role: "user", content }] as Messages)).calls).toEqual([]);
  });

  test("gives identical parts for identical prompts", async () => {
    const model = demoModel({ chunkDelayMilliseconds: 0 });
    const prompt: CallOptions["prompt"] = [
      { role: "user", content: [{ type: "text", text: "Hello there" }] },
    ];
    const read = async () => {
      const parts = [];
      for await (const part of (await model.doStream({ prompt })).stream) parts.push(part);
      return parts;
    };
    expect(await read()).toEqual(await read());
  });
});
