import { expect, test } from "vitest";
import "#test/runs/demo-examples.ts";
import { replyToResults } from "./choose-reply.ts";
import type { DemoPrompt } from "./read-prompt.ts";

const tasks = [
  { id: "a", title: "Rate limit", assignee: "Ada", column: "todo" },
  { id: "b", title: "Docs", column: "doing" },
];

/** What is said after `get_open_tasks` has answered a request. */
function replyToTasks(request: string, found: unknown[]) {
  const prompt: DemoPrompt = {
    request,
    tools: [
      { toolName: "show_component_TaskBoard", kind: "component", name: "TaskBoard", schema: {} },
    ],
    choice: undefined,
    results: [{ name: "get_open_tasks", text: JSON.stringify({ tasks: found }), isError: false }],
    rounds: 1,
  };
  return replyToResults(prompt);
}

test.each(["Which tasks are still open?", "List my open tasks", "How many tasks has Ada?"])(
  "%s is answered in words",
  (request) => {
    const text = "2 tasks are still open:\n\n- **Rate limit**, Ada, to do\n- **Docs**, in progress";
    expect(replyToTasks(request, tasks)).toEqual([{ type: "text", text }]);
  },
);

test("a question is answered although nothing is open", () => {
  expect(replyToTasks("Which tasks are still open?", [])).toEqual([
    { type: "text", text: "No task is open." },
  ]);
});

test.each(["Plan the beta launch", "Show a board of the open tasks"])(
  "%s is answered with a board",
  (request) => {
    expect(replyToTasks(request, tasks).map(({ type }) => type)).toEqual(["text", "call"]);
  },
);

test.each([
  [
    { component: "Comparison", title: "Offers", choice: "Acme" },
    "You chose **Acme** in **Offers**.",
  ],
  [
    { component: "DataTable", title: "Accounts", rows: [["Acme", "184"]] },
    "You selected 1 row in **Accounts**:\n\n- **Acme**, 184",
  ],
  [
    { component: "TaskBoard", title: "Beta", rows: [["Docs", "Done", "yes"]] },
    "You arranged 1 task in **Beta**:\n\n- **Docs**, Done, yes",
  ],
  [{ component: null }, /^Nothing is selected/],
])("a selection is told in words: %j", (selection, text) => {
  const prompt: DemoPrompt = {
    request: "What did I choose?",
    tools: [],
    choice: undefined,
    results: [{ name: "get_selection", text: JSON.stringify(selection), isError: false }],
    rounds: 1,
  };
  const said = typeof text === "string" ? text : expect.stringMatching(text);
  expect(replyToResults(prompt)).toEqual([{ type: "text", text: said }]);
});
