import { setTimeout } from "node:timers/promises";
import type { LanguageModel } from "ai";
import { answerWithData } from "./answer-with-data.ts";
import { chooseReply } from "./choose-reply.ts";
import { readPrompt } from "./read-prompt.ts";
import type { ReplyPart } from "./reply-part.ts";

type LanguageModelV4 = Extract<LanguageModel, { specificationVersion: "v4" }>;
export type CallOptions = Parameters<LanguageModelV4["doStream"]>[0];
type StreamPart =
  Awaited<ReturnType<LanguageModelV4["doStream"]>>["stream"] extends ReadableStream<infer Part>
    ? Part
    : never;

interface DemoModelOptions {
  /** Pause between two chunks. 0 answers at once, with the same chunks. */
  chunkDelayMilliseconds: number;
}

const FEWEST_JSON_CHUNKS = 18;
const JSON_CHUNK_LENGTH = 24;

const usage = {
  inputTokens: {
    total: undefined,
    noCache: undefined,
    cacheRead: undefined,
    cacheWrite: undefined,
  },
  outputTokens: { total: undefined, text: undefined, reasoning: undefined },
};

/**
 * A language model without a model: offline, deterministic, honest about itself. It answers from
 * a table of words, shows components and calls tools that the run offers, and fills those it does
 * not know from their schema. The same prompt always gives the same parts.
 */
export function demoModel({ chunkDelayMilliseconds }: DemoModelOptions): LanguageModelV4 {
  return {
    specificationVersion: "v4",
    provider: "demo",
    modelId: "demo",
    supportedUrls: {},
    doGenerate: () => Promise.reject(new Error("The demo model only streams")),
    async doStream(options) {
      const reply = answerWithData(options) ?? chooseReply(readPrompt(options));
      const parts = writeParts(reply, chunkDelayMilliseconds, options.abortSignal);
      const stream = new ReadableStream<StreamPart>({
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

async function* writeParts(
  reply: ReplyPart[],
  delay: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<StreamPart, undefined> {
  yield { type: "stream-start", warnings: [] };
  for (const [index, part] of reply.entries()) {
    const id = `part-${index}`;
    if (part.type === "failure") {
      // A stream that breaks loses what its reader has not taken yet.
      await setTimeout(delay, undefined, { signal });
      throw part.error;
    }
    if (part.type !== "call") {
      yield { type: `${part.type}-start`, id };
      for (const delta of splitWords(part.text)) {
        await pause(part.chunkDelayMilliseconds ?? delay, signal);
        yield { type: `${part.type}-delta`, id, delta };
      }
      yield { type: `${part.type}-end`, id };
      continue;
    }
    const call = toToolCall(part, index);
    yield { type: "tool-input-start", id: call.toolCallId, toolName: part.toolName };
    for (const delta of splitJson(call.input)) {
      await pause(delay, signal);
      yield { type: "tool-input-delta", id: call.toolCallId, delta };
    }
    yield { type: "tool-input-end", id: call.toolCallId };
    yield call;
  }
  yield { type: "finish", finishReason: toFinishReason(reply), usage };
}

async function pause(delay: number, signal: AbortSignal | undefined): Promise<void> {
  if (delay > 0) await setTimeout(delay, undefined, { signal });
}

function toToolCall({ toolName, input }: Extract<ReplyPart, { type: "call" }>, index: number) {
  return {
    type: "tool-call" as const,
    toolCallId: `part-${index}`,
    toolName,
    input: JSON.stringify(input),
  };
}

function toFinishReason(reply: ReplyPart[]) {
  const unified = reply.some((part) => part.type === "call") ? "tool-calls" : "stop";
  return { unified, raw: unified } as const;
}

function splitWords(text: string): string[] {
  return text.match(/\S+\s*|\s+/g) ?? [];
}

/** Enough pieces for partial states to be seen, whatever the length. */
function splitJson(text: string): string[] {
  const length = Math.min(JSON_CHUNK_LENGTH, Math.ceil(text.length / FEWEST_JSON_CHUNKS));
  const count = Math.ceil(text.length / length);
  return Array.from({ length: count }, (_, index) =>
    text.slice(index * length, (index + 1) * length),
  );
}
