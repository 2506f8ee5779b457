import type { LanguageModel } from "ai";
import { CONTEXT_HEADING } from "#lib/runs/prompt.ts";

export type LanguageModelV4 = Extract<LanguageModel, { specificationVersion: "v4" }>;
export type CallOptions = Parameters<LanguageModelV4["doStream"]>[0];
type ToolMessage = Extract<CallOptions["prompt"][number], { role: "tool" }>;

export type DemoPrompt = ReturnType<typeof readPrompt>;
export type DemoTool = DemoPrompt["tools"][number];

/** What the topics are looked for in; some of their patterns take the square of its length. */
const LONGEST_REQUEST = 2_000; // characters

const PREFIX = "show_component_";

/** What the demo model looks at. */
export function readPrompt({ prompt, tools = [], toolChoice: choice }: CallOptions) {
  const askedAt = prompt.findLastIndex(({ role }) => role === "user");
  const [asked, ...since] = prompt.slice(askedAt);
  const last = prompt.at(-1);
  const texts = (asked?.role === "user" ? asked.content : [])
    .map((part) => (part.type === "text" ? part.text : ""))
    .filter((text) => text !== "" && !text.startsWith(CONTEXT_HEADING));
  return {
    /** The user's last message. */
    request: texts.join(" ").trim().slice(0, LONGEST_REQUEST),
    tools: choice?.type === "none" ? [] : tools.flatMap(readTool),
    choice,
    /** What client tools answered last, and components that were refused, if nothing has come after. */
    results: last?.role === "tool" ? last.content.flatMap(readResult) : [],
    /** How often calls of this model have been answered since that message. */
    rounds: since.filter(({ role }) => role === "tool").length,
  };
}

/** `name` is as the app registered it, `toolName` as the model has to call it. */
function readTool(tool: NonNullable<CallOptions["tools"]>[number]) {
  if (tool.type !== "function") return [];
  const { name: toolName, inputSchema } = tool;
  const kind: "component" | "tool" = toolName.startsWith(PREFIX) ? "component" : "tool";
  const schema = inputSchema as Record<string, unknown>;
  return [{ toolName, kind, name: toolName.replace(PREFIX, ""), schema }];
}

function readResult(part: ToolMessage["content"][number]) {
  if (part.type !== "tool-result") return [];
  const { output, toolName } = part;
  const isError = output.type === "error-text";
  const text = isError || output.type === "text" ? output.value : JSON.stringify(output);
  if (!toolName.startsWith(PREFIX)) return [{ name: toolName, text, isError }];
  const refusal = { text: "what I filled in does not fit its schema", isError };
  return isError ? [{ name: toolName.slice(PREFIX.length), ...refusal }] : [];
}

/** "getOpenTasks" and "get_open_tasks" → "get open tasks". */
export function toWords(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}

/** Whether a text contains a name, as it is or in words: `WeatherCard` or "weather card". */
export function mentions(text: string, name: string): boolean {
  const words = ` ${toWords(text)} `;
  return [toWords(name), name.toLowerCase()].some((form) => words.includes(` ${form} `));
}
