import type { LanguageModel } from "ai";
import { withoutStatusMessages } from "#lib/runs/component-tools.ts";
import { CONTEXT_HEADING } from "#lib/runs/prompt.ts";

export type LanguageModelV4 = Extract<LanguageModel, { specificationVersion: "v4" }>;
export type CallOptions = Parameters<LanguageModelV4["doStream"]>[0];

export interface DemoTool {
  /** As the model has to call it. */
  toolName: string;
  kind: "component" | "tool";
  /** As the app registered it. */
  name: string;
  schema: Record<string, unknown>;
}

export interface DemoResult {
  name: string;
  text: string;
  isError: boolean;
}

/** What the demo model looks at. */
export interface DemoPrompt {
  /** The user's last message. */
  request: string;
  tools: DemoTool[];
  choice: CallOptions["toolChoice"];
  /** What client tools answered last, and components that were refused, if nothing has come after. */
  results: DemoResult[];
  /** How often calls of this model have been answered since that message. */
  rounds: number;
}

/** What the topics are looked for in; some of their patterns take the square of its length. */
const LONGEST_REQUEST = 2_000; // characters

const PREFIX = "show_component_";

export function readPrompt({ prompt, tools = [], toolChoice }: CallOptions): DemoPrompt {
  const last = prompt.at(-1);
  const askedAt = prompt.findLastIndex(({ role }) => role === "user");
  const asked = prompt[askedAt];
  const texts = (asked?.role === "user" ? asked.content : [])
    .map((part) => (part.type === "text" ? part.text : ""))
    .filter((text) => text !== "" && !text.startsWith(CONTEXT_HEADING));
  return {
    request: texts.join(" ").trim().slice(0, LONGEST_REQUEST),
    tools: toolChoice?.type === "none" ? [] : tools.flatMap(toDemoTool),
    choice: toolChoice,
    results: last?.role === "tool" ? last.content.flatMap(toResult) : [],
    rounds: prompt.slice(askedAt).filter(({ role }) => role === "tool").length,
  };
}

function toDemoTool(tool: NonNullable<CallOptions["tools"]>[number]): DemoTool[] {
  if (tool.type !== "function") return [];
  const { name: toolName, inputSchema } = tool;
  const kind = toolName.startsWith(PREFIX) ? "component" : "tool";
  const schema = withoutStatusMessages(inputSchema as Record<string, unknown>);
  return [{ toolName, kind, name: toolName.replace(PREFIX, ""), schema }];
}

type ToolMessage = Extract<CallOptions["prompt"][number], { role: "tool" }>;

function toResult(part: ToolMessage["content"][number]): DemoResult[] {
  if (part.type !== "tool-result") return [];
  const { output, toolName } = part;
  const isError = output.type === "error-text";
  if (toolName.startsWith(PREFIX)) {
    const text = "what I filled in does not fit its schema";
    return isError ? [{ name: toolName.slice(PREFIX.length), text, isError }] : [];
  }
  const text = isError || output.type === "text" ? output.value : JSON.stringify(output);
  return [{ name: toolName, text, isError }];
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
  const lowered = ` ${text.toLowerCase().replace(/[^a-z0-9_-]+/g, " ")} `;
  return (
    lowered.includes(` ${name.toLowerCase()} `) ||
    ` ${toWords(text)} `.includes(` ${toWords(name)} `)
  );
}
