import { setImmediate } from "node:timers/promises";
import type { LanguageModel } from "ai";

type LanguageModelV4 = Extract<LanguageModel, { specificationVersion: "v4" }>;
export type CallOptions = Parameters<LanguageModelV4["doStream"]>[0];
type Stream = Awaited<ReturnType<LanguageModelV4["doStream"]>>["stream"];
export type Part = Stream extends ReadableStream<infer Value> ? Value : never;

/** What a scripted model does: sends a part, waits for a promise, or breaks with an error. */
export type Step = Part | Promise<unknown> | Error;

export const say = (text: string, id = "t"): Part[] => [
  { type: "text-start", id },
  ...text.split(/(?<= )/).map((delta): Part => ({ type: "text-delta", id, delta })),
  { type: "text-end", id },
];

export const think = (text: string, id = "r"): Part[] => [
  { type: "reasoning-start", id },
  { type: "reasoning-delta", id, delta: text },
  { type: "reasoning-end", id },
];

/** A call whose JSON arrives in pieces of `size` characters. */
export function call(toolName: string, json: string, { id = "c", size = 5 } = {}): Part[] {
  const pieces = json.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
  return [
    { type: "tool-input-start", id, toolName },
    ...pieces.map((delta): Part => ({ type: "tool-input-delta", id, delta })),
    { type: "tool-input-end", id },
    { type: "tool-call", toolCallId: id, toolName, input: json },
  ];
}

const usage = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};

/** A model that plays one script per call, and remembers what it was asked. */
export function scriptedModel(...scripts: Step[][]) {
  const asked: CallOptions[] = [];
  const model: LanguageModelV4 = {
    specificationVersion: "v4",
    provider: "script",
    modelId: "script",
    supportedUrls: {},
    doGenerate: () => Promise.reject(new Error("not scripted")),
    async doStream(options) {
      const steps = scripts[asked.length] ?? [];
      asked.push(options);
      const first = steps[0];
      if (first instanceof Error) throw first;
      const isCalling = steps.some((step) => "type" in step && step.type === "tool-call");
      const unified = isCalling ? "tool-calls" : "stop";
      const stream = new ReadableStream<Part>({
        async start(controller) {
          for (const step of steps) {
            if (step instanceof Promise) await step;
            else if (step instanceof Error) {
              // An error discards what nobody has read yet.
              await setImmediate();
              return controller.error(step);
            } else controller.enqueue(step);
          }
          controller.enqueue({ type: "finish", usage, finishReason: { unified, raw: unified } });
          controller.close();
        },
      });
      return { stream };
    },
  };
  return { model, asked };
}
