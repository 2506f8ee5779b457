import { setTimeout } from "node:timers/promises";
import type { LanguageModel } from "ai";

type Model = Extract<LanguageModel, { specificationVersion: "v4" }>;
type Options = Parameters<Model["doStream"]>[0];
type Part =
  Awaited<ReturnType<Model["doStream"]>>["stream"] extends ReadableStream<infer One> ? One : never;

interface Schema {
  type?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  items?: Schema;
}

const COMPONENT = "show_component_";
const LONG_PAUSE = 3_000; // milliseconds
const unknown = { total: undefined, noCache: undefined, cacheRead: undefined };
const usage = {
  inputTokens: { ...unknown, cacheWrite: undefined },
  outputTokens: { total: undefined, text: undefined, reasoning: undefined },
};

/**
 * Answers as long as MODEL is not set: offline, always alike. It calls the first tool, or shows the first
 * component, whose name has a word of the question, and otherwise the first component. Asked to be slow or to fail, it does: so these can be looked at.
 */
export function demoModel({ chunkDelayMilliseconds }: { chunkDelayMilliseconds: number }): Model {
  return {
    specificationVersion: "v4",
    provider: "demo",
    modelId: "demo",
    supportedUrls: {},
    doGenerate: () => Promise.reject(new Error("The demo model only streams")),
    async doStream(options) {
      const parts = answer(options, chunkDelayMilliseconds);
      const stream = new ReadableStream<Part>({
        async pull(controller) {
          const { done, value } = await parts.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
      });
      return { stream };
    },
  };
}

async function* answer(options: Options, pause: number): AsyncGenerator<Part, undefined> {
  const { prompt, tools = [], responseFormat, abortSignal: signal } = options;
  const asked = JSON.stringify(prompt.findLast(({ role }) => role === "user")?.content);
  const last = prompt.at(-1);
  const result = last?.role === "tool" ? last.content.at(-1) : undefined;
  const isShown = result?.type === "tool-result" && result.toolName.startsWith(COMPONENT);
  const call =
    tools.find(({ name }) => listWords(name).some((word) => asked.includes(word))) ??
    tools.find(({ name }) => name.startsWith(COMPONENT));
  const isForBrowser = call !== undefined && !call.name.startsWith(COMPONENT);
  yield { type: "stream-start", warnings: [] };

  const text = chooseText();
  yield { type: "text-start", id: "text" };
  for (const delta of text.match(/\S+\s*/g) ?? []) {
    await setTimeout(text.startsWith("Slowly") ? LONG_PAUSE : pause, undefined, { signal });
    yield { type: "text-delta", id: "text", delta };
  }
  yield { type: "text-end", id: "text" };
  if (asked.includes("fail")) throw new Error("as was asked for");

  const isCalled = call?.type === "function" && !result && responseFormat?.type !== "json";
  if (isCalled) {
    const input = JSON.stringify(fill(call.inputSchema as Schema, ""));
    yield { type: "tool-call", toolCallId: "call", toolName: call.name, input };
  }
  const unified = isCalled ? "tool-calls" : "stop";
  yield { type: "finish", finishReason: { unified, raw: unified }, usage };

  function chooseText(): string {
    if (responseFormat?.type === "json") return writeName(asked);
    if (isShown) return "";
    if (result) return `Your browser says: ${JSON.stringify(result)}`;
    if (asked.includes("slow")) return "Slowly, word by word.";
    return isForBrowser ? "I ask your browser." : "There is no model yet. Here is a component:";
  }
}

/** "show_component_FactCard" → "fact", "card". */
const listWords = (name: string) =>
  name
    .replace(COMPONENT, "")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .match(/[a-z]{4,}/g) ?? [];

/** A thread is named by its question. */
function writeName(asked: string): string {
  const { message } = JSON.parse(JSON.parse(asked)[0].text);
  return JSON.stringify({ name: message.slice(0, 30) });
}

/** A value that fits a schema; texts are the names of their properties. */
function fill({ type, ...schema }: Schema, name: string): unknown {
  if (schema.enum) return schema.enum[0];
  if (type === "number" || type === "integer") return 1;
  if (type === "boolean") return true;
  if (type === "array") return [1, 2].map((at) => fill(schema.items ?? {}, `${name} ${at}`));
  if (type !== "object") return name ? `A ${name}` : "";
  const entries = Object.entries(schema.properties ?? {}).filter(([key]) => !key.startsWith("_"));
  return Object.fromEntries(entries.map(([key, value]) => [key, fill(value, key)]));
}
