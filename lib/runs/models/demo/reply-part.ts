import { fillSchema } from "./fill-schema.ts";
import type { DemoPrompt, DemoTool } from "./read-prompt.ts";

export type ReplyPart =
  | { type: "text" | "reasoning"; text: string; chunkDelayMilliseconds?: number }
  | { type: "call"; toolName: string; input: unknown }
  /** Breaks the model's stream. */
  | { type: "failure"; error: Error };

/** What the page says of a call while it runs, and after it. */
const statuses = new Map([
  ["get_open_tasks", ["Reading the open tasks", "Read the open tasks"]],
  ["get_selection", ["Looking at your selection", "Looked at your selection"]],
  ["set_theme", ["Changing the colours", "Changed the colours"]],
]);

/** Calls a tool or component with what the message has for its schema. */
export function callTool({ request }: DemoPrompt, tool: DemoTool): ReplyPart {
  return callWith(tool, fillSchema(tool.schema, request, tool.kind));
}

/** Calls a tool or component with an input, and with the words for its row where there are any. */
export function callWith({ toolName, name, kind }: DemoTool, input: unknown): ReplyPart {
  const status = statuses.get(name) ?? (kind === "component" ? [`Showing ${name}`] : undefined);
  if (!status) return { type: "call", toolName, input };
  const [_tambo_statusMessage, _tambo_completionStatusMessage] = status;
  const words = { _tambo_statusMessage, _tambo_completionStatusMessage };
  return { type: "call", toolName, input: Object.assign({}, input, words) };
}
