import { fillSchema } from "./fill-schema.ts";
import type { DemoPrompt, DemoTool } from "./read-prompt.ts";

export type ReplyPart =
  | { type: "text"; text: string; chunkDelayMilliseconds?: number }
  | { type: "call"; toolName: string; input: unknown }
  /** Breaks the model's stream. */
  | { type: "failure"; error: Error };

/** Calls a tool or component with what the message has for its schema. */
export function callTool({ request }: DemoPrompt, { toolName, kind, schema }: DemoTool): ReplyPart {
  return { type: "call", toolName, input: fillSchema(schema, request, kind) };
}
