/**
 * What makes a model do what a statement is about. These words script this repository's demo model;
 * for a backend with another model, write down here what makes that one do the same.
 */
export const words = {
  plain: "Hello",
  /** An answer that takes longer than two seconds. */
  slow: "slow",
  /** Each of them makes the call of the model fail, the first two after some text. */
  failing: ["error", "stop here", "limit"],
  /** Reasoning before the answer. */
  thinking: "Think about it",
  /** A component with props, among them this text. */
  city: "Zürich 🌦️ 東京",
  component: "Show a WeatherCard for Zürich 🌦️ 東京",
  /** A component whose schema has no props. */
  emptyComponent: "Show a Divider",
  oneTool: "add 2 and 3",
  /** A tool without parameters. */
  bareTool: "Read the clock",
  twoTools: "add and multiply 2 and 3",
  threeRounds: "add 2 and 3, then multiply 4 and 5, then divide 8 and 2",
  toolAndComponent: "Show a WeatherCard and add 2 and 3",
};

export const weatherCard = {
  name: "WeatherCard",
  description: "The weather in one city.",
  propsSchema: {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    properties: {
      city: { type: "string" },
      days: {
        type: "array",
        items: {
          type: "object",
          properties: {
            t: { type: "number" },
            hours: { type: "array", items: { type: "number" } },
          },
          required: ["t"],
        },
      },
      note: { type: "string" },
      "wind/gusts~max": { type: "number" },
      constructor: { type: "string" },
      stack: { type: "array", items: { type: "array", items: { type: "number" } } },
    },
    required: ["city", "days", "wind/gusts~max", "constructor", "stack"],
    additionalProperties: false,
  },
};
export const divider = {
  name: "Divider",
  description: "",
  propsSchema: { type: "object", properties: {} },
};
const calculator = (name: string) => ({
  name,
  description: `${name} two numbers`,
  inputSchema: {
    type: "object",
    properties: { a: { type: "number" }, b: { type: "number" } },
    required: ["a", "b"],
  },
  maxCalls: 0,
});

export const availableComponents = [weatherCard, divider];
const clock = {
  name: "clock",
  description: "What time it is",
  inputSchema: { type: "object", properties: {} },
  maxCalls: 0,
};
export const tools = [calculator("add"), calculator("multiply"), calculator("divide"), clock];

/** The body of a run that asks, with everything above on offer. */
export const ask = (text: string, more: object = {}) => ({
  message: { role: "user", content: [{ type: "text", text }], additionalContext: {} },
  availableComponents,
  tools,
  ...more,
});

export interface ToolResult {
  type: "tool_result";
  toolUseId: string;
  content?: object[];
  isError?: boolean;
}

/** The body of the run that continues another one with results. */
export const answer = (previousRunId: string, results: ToolResult[]) => ({
  message: { role: "user", content: results, additionalContext: {} },
  previousRunId,
  availableComponents,
  tools,
});

export const result = (toolUseId: string, text: string): ToolResult => ({
  type: "tool_result",
  toolUseId,
  content: [{ type: "text", text }],
});
