import { streamText } from "ai";
import { describe, expect, test } from "vitest";
import { toModelTools } from "#lib/runs/component-tools.ts";
import { demoModel } from "./demo-model.ts";
import "#test/runs/demo-examples.ts";
import { suggestNext } from "./introduce.ts";

const names = ["Chart", "DataTable", "Form", "TaskBoard", "Comparison", "WeatherCard"];
const components = names.map((name) => ({ name, description: "" }));
const propsSchema = { type: "object", properties: { city: { type: "string" } } };

const answerWith = (...names: string[]) => ({
  role: "assistant",
  content: names.map((name) => ({ type: "component" as const, id: name, name, props: {} })),
});
const textsAfter = (shown: string[], maximum = 3, offered = components) =>
  suggestNext({
    messages: [answerWith(...shown)],
    components: offered,
    maximum,
  }).suggestions.map(({ message }) => message);

/** The component that the demo model shows when this is sent. */
async function showFor(request: string): Promise<string | undefined> {
  const availableComponents = names.map((name) => ({ name, description: "", propsSchema }));
  const { stream } = streamText({
    model: demoModel({ chunkDelayMilliseconds: 0 }),
    prompt: request,
    ...toModelTools({ availableComponents, tools: [], toolChoice: "auto" }),
    stopWhen: () => true,
  });
  for await (const part of stream) if (part.type === "tool-call") return part.toolName;
  return undefined;
}

describe("the demo model's suggestions", () => {
  test("name other components than the answer showed, as many as wanted", () => {
    expect(textsAfter(["Chart"])).toEqual([
      "List accounts",
      "Plan the beta launch",
      "Collect a bug report",
    ]);
    expect(textsAfter(["Comparison"], 1)).toEqual(["Show a weather card"]);
    expect(textsAfter([], 10)).toHaveLength(names.length + 1);
  });

  test("do what they say, and taking the first each time leads to every component", async () => {
    let shown = "Chart";
    const met = new Set([shown]);
    for (let click = 1; click < names.length; click += 1) {
      const [first = ""] = textsAfter([shown]);
      shown = (await showFor(first))?.replace("show_component_", "") ?? `nothing for ${first}`;
      met.add(shown);
    }
    expect([...met].sort()).toEqual([...names].sort());
  });

  test("include tools that the conversation has used", () => {
    const call = { type: "tool_use" as const, id: "1", name: "get_open_tasks", input: {} };
    const other = { ...call, name: "add" };
    const { suggestions } = suggestNext({
      messages: [{ role: "assistant", content: [call, other] }, answerWith("TaskBoard")],
      components: [],
      maximum: 3,
    });
    const texts = suggestions.map(({ message }) => message);
    expect(texts).toEqual(["Which tasks are still open?", "What can you do?"]);
  });

  test("are never none", () => {
    expect(textsAfter([], 1, [])).toEqual(["What can you do?"]);
  });
});
