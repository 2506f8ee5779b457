import { createHash } from "node:crypto";
import { jsonSchema, type ToolChoice, type ToolSet } from "ai";
import { HttpError } from "#lib/http-error.ts";
import { SHOWN } from "./prompt.ts";
import type { RunOptions } from "./run-request.ts";

const PREFIX = "show_component_";
/** Providers refuse longer tool names. */
const MAX_NAME_LENGTH = 64;

export type JsonSchema = Record<string, unknown>;

/** What the model can call in one run. A component is shown by calling it. */
export type Callable =
  | { kind: "component"; name: string; schema: JsonSchema }
  | { kind: "tool"; name: string; schema: JsonSchema };

export interface ModelTools {
  tools: ToolSet;
  toolChoice: ToolChoice<ToolSet>;
  /** By the name the model knows. */
  callables: Map<string, Callable>;
  modelNameOf(kind: Callable["kind"], name: string): string;
}

/**
 * This run's components and client tools as the model's tools. The server answers components
 * itself; client tools have no `execute`, so the model's loop stops at them. Throws 400 for a
 * tool choice that is not among them.
 */
export function toModelTools(options: RunOptions): ModelTools {
  const callables = new Map<string, Callable>();
  const tools: ToolSet = {};
  for (const { name, description, propsSchema } of options.availableComponents) {
    const modelName = toModelName("component", name);
    callables.set(modelName, { kind: "component", name, schema: propsSchema });
    tools[modelName] = {
      description: `Shows the component ${name} to the user. ${description}`,
      inputSchema: jsonSchema(propsSchema),
      execute: () => SHOWN,
    };
  }
  for (const { name, description, inputSchema } of options.tools) {
    const modelName = toModelName("tool", name);
    callables.set(modelName, { kind: "tool", name, schema: inputSchema });
    tools[modelName] = { description, inputSchema: jsonSchema(inputSchema) };
  }
  const toolChoice = toToolChoice(options.toolChoice, callables);
  return { tools, toolChoice, callables, modelNameOf: toModelName };
}

/** The same name always maps to the same one, so that a thread's history fits its next run. */
function toModelName(kind: Callable["kind"], name: string): string {
  // A client tool may not pass for a component.
  const full = kind === "component" ? PREFIX + name : name.replace(/^show_component_/, "tool_$&");
  if (full.length <= MAX_NAME_LENGTH) return full;
  const hash = createHash("sha256").update(full).digest("hex").slice(0, 8);
  return `${full.slice(0, MAX_NAME_LENGTH - hash.length - 1)}_${hash}`;
}

function toToolChoice(
  choice: RunOptions["toolChoice"],
  callables: Map<string, Callable>,
): ToolChoice<ToolSet> {
  if (typeof choice === "string") return callables.size > 0 ? choice : "auto";
  const named = [
    toModelName("tool", choice.name),
    toModelName("component", choice.name),
    choice.name,
  ].find((name) => callables.has(name));
  if (named) return { type: "tool", toolName: named };
  throw new HttpError(
    400,
    "VALIDATION_ERROR",
    "toolChoice.name: is neither a tool nor a component of this run",
  );
}
