import { hash } from "node:crypto";
import { jsonSchema, type ToolChoice, type ToolSet } from "ai";
import { HttpError } from "#lib/base/http/http-error.ts";
import { isObject } from "#lib/base/json.ts";
import type { ServerTool, ToolAnswer } from "#lib/mcp/server-tools.ts";
import { mcpServers, prefixOf } from "#lib/mcp/servers.ts";
import { isToolResult } from "#lib/threads/content.ts";
import { fitArguments, fitProps, type Props, withoutPrivateKeys } from "./fit-schema.ts";
import type { Schema } from "./json-schema.ts";
import { type HistoryMessage, SHOWN } from "./prompt.ts";
import type { RunOptions } from "./run-request.ts";

const PREFIX = "show_component_";
/** Why a client tool's call is refused, to the model. */
const CALLED_ENOUGH =
  "this tool may not be called again for this question; answer with what you have";
/** How often results of client tools are taken for one question: each time the model is asked anew. */
const MOST_ROUNDS = 8;
/** Providers refuse longer tool names. */
const MAX_NAME_LENGTH = 64;

/** Something that the model can call. A component is shown by calling it. */
export interface Callable {
  kind: "component" | "tool";
  name: string;
  schema: Schema;
  /** A tool that is carried out here, and not by the client. */
  isServed?: true;
}

export type ModelTools = ReturnType<typeof toModelTools>;

/**
 * The components and client tools of a run as the model's tools. The server answers a component's call
 * itself. Client tools have no `execute`, so the model's loop stops at them. A call that does not fit
 * its schema is refused with the reason. Throws 400 for a name that is given twice or that an MCP
 * server's tool could have, and for an unknown tool choice.
 */
export function toModelTools(options: RunOptions) {
  /** By the model's name for them. */
  const callables = new Map<string, Callable>();
  /** By the name of a client tool: how often it may be called yet. */
  const callsLeft = new Map<string, number>();
  // No prototype: `__proto__` is a name like any other.
  const tools: ToolSet = Object.create(null);
  function add(field: string, callable: Callable, tool: ToolSet[string]): void {
    const modelName = toModelName(callable.kind, callable.name);
    if (callables.has(modelName)) throw invalid(field, `has two that are called ${callable.name}`);
    callables.set(modelName, callable);
    tools[modelName] = tool;
  }
  for (const { name, description, propsSchema: schema } of options.availableComponents) {
    const component: Callable = { kind: "component", name, schema };
    add("availableComponents", component, {
      description: `Shows the component ${name} to the user. ${description}`,
      inputSchema: jsonSchema(schema, { validate: (input) => fitProps(input, schema) }),
      execute: () => SHOWN,
    });
  }
  const prefixes = mcpServers().map(prefixOf);
  for (const { name, description, inputSchema: schema, maxCalls } of options.tools) {
    const taken = prefixes.find((prefix) => name.startsWith(prefix));
    if (taken)
      throw invalid("tools", `${name} must not begin with ${taken}, as an MCP server's do`);
    callsLeft.set(name, maxCalls || Number.POSITIVE_INFINITY);
    const inputSchema = toolSchema(schema, (input) => {
      const left = callsLeft.get(name) ?? 0;
      if (left < 1) return { success: false, error: new Error(CALLED_ENOUGH) };
      const fitted = fitArguments(input, schema);
      if (fitted.success) callsLeft.set(name, left - 1);
      return fitted;
    });
    add("tools", { kind: "tool", name, schema }, { description, inputSchema });
  }
  const toolChoice = toToolChoice(options.toolChoice, callables);
  return { tools, toolChoice, callables, callsLeft, modelNameOf: toModelName };
}

/** Adds the tools that are carried out here. */
export function withServerTools(modelTools: ModelTools, served: ServerTool[]): ModelTools {
  const callables = new Map(modelTools.callables);
  const tools: ToolSet = Object.assign(Object.create(null), modelTools.tools);
  for (const { name, description, inputSchema: schema, call } of served) {
    const modelName = toModelName("tool", name);
    callables.set(modelName, { kind: "tool", name, schema, isServed: true });
    tools[modelName] = {
      description,
      inputSchema: toolSchema(schema),
      execute: (input: Props, { abortSignal = new AbortController().signal }) =>
        call(withoutPrivateKeys(input), abortSignal),
      toModelOutput: ({ output: { text, isError } }: { output: ToolAnswer }) => ({
        type: isError ? ("error-text" as const) : ("text" as const),
        value: text,
      }),
    };
  }
  return { ...modelTools, tools, callables };
}

/**
 * Counts the calls of client tools that a question has had against what each tool may have, and has the
 * model answer after the last round. It is not told of other tools than before: a call that is one too many
 * is refused with the reason.
 */
export function limitCalls(
  { callsLeft, callables, modelNameOf }: ModelTools,
  history: HistoryMessage[],
  rounds: number,
): void {
  const askedAt = history.findLastIndex(
    ({ role, content }) => role === "user" && !content.some(isToolResult),
  );
  const calls = history.slice(askedAt + 1).flatMap(({ content }) => content);
  for (const [name, most] of callsLeft) {
    const made = calls.filter((block) => block.type === "tool_use" && block.name === name).length;
    const left = rounds < MOST_ROUNDS ? most - made : 0;
    callsLeft.set(name, left);
    // Nobody is shown a call that is refused.
    if (left < 1) callables.delete(modelNameOf("tool", name));
  }
}

const toolSchema = (schema: Schema, validate = (input: unknown) => fitArguments(input, schema)) =>
  jsonSchema<Props>(withStatusMessages(schema), { validate });

/**
 * Maps a name to the model's name for it. The mapping is stable, so that a thread's history fits its
 * next run, and unique. Some client tools get the prefix `tool_`: those that would pass for a component,
 * those that begin with a digit or a hyphen, which some providers refuse, and, to stay unique, those
 * that would look like a name with this prefix.
 */
function toModelName(kind: Callable["kind"], name: string): string {
  const full =
    kind === "component"
      ? PREFIX + name
      : name.replace(/^(?=(tool_)*(show_component_|[0-9-]))/, "tool_");
  if (full.length <= MAX_NAME_LENGTH) return full;
  const end = hash("sha256", full, "hex").slice(0, 8);
  return `${full.slice(0, MAX_NAME_LENGTH - end.length - 1)}_${end}`;
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
  throw invalid("toolChoice.name", "is neither a tool nor a component of this run");
}

function invalid(field: string, problem: string): HttpError {
  return new HttpError(400, "VALIDATION_ERROR", `${field}: ${problem}`);
}

/** Arguments for the client alone, which shows them beside the call. */
const STATUS_MESSAGES = {
  _tambo_statusMessage: {
    type: "string",
    description:
      "What this call does, in up to five words to the user, in the user's language: Reading your tasks",
  },
  _tambo_completionStatusMessage: {
    type: "string",
    description: "The same once it is done: Read your tasks",
  },
};

/** A tool's schema with these arguments. */
function withStatusMessages(schema: Schema): Schema {
  if (!isObject(schema.properties)) return schema;
  const required = Array.isArray(schema.required) ? schema.required : [];
  return {
    ...schema,
    properties: { ...STATUS_MESSAGES, ...schema.properties },
    required: [...new Set([...Object.keys(STATUS_MESSAGES), ...required])],
  };
}
