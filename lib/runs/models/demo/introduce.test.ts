import { expect, test } from "vitest";
import "#test/runs/demo-examples.ts";
import { introduce } from "./introduce.ts";
import type { DemoTool } from "./read-prompt.ts";

const offer = (...names: string[]): DemoTool[] =>
  names.map((name) => ({ toolName: name, kind: "component", name, schema: {} }));

test("says only what the run's components and tools allow, in words", () => {
  expect(introduce(offer("Chart", "DataTable", "TaskBoard", "get_open_tasks", "set_theme"))).toBe(
    "I am the demo model. I can draw charts, list things, plan, read your open tasks and change " +
      'the colours. Try "Show revenue by region", "List accounts", "Plan the beta launch", ' +
      '"Which tasks are still open?" or "Theme dark".',
  );
  expect(introduce(offer("Form"))).toBe(
    'I am the demo model. I can ask for facts. Try "Collect a bug report".',
  );
});

test("names a product's own parts as a message would", () => {
  expect(introduce(offer("WeatherCard", "add_numbers"))).toBe(
    "I am the demo model. Name one of these and I use it: weather card, add numbers.",
  );
});

test("admits that it is offered nothing", () => {
  expect(introduce([])).toMatch(/^I am the demo model\. This app offers me nothing/);
});
