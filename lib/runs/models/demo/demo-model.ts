import { ReadableStream as NodeStream } from "node:stream/web";
import { setTimeout } from "node:timers/promises";
import { SUGGESTIONS } from "#lib/runs/suggestions/suggest.ts";
import { cutName, THREAD_NAME } from "#lib/runs/write-name.ts";
import { chooseReply, type ReplyPart } from "./choose-reply.ts";
import { suggestNext } from "./introduce.ts";
import { type CallOptions, type LanguageModelV4, readPrompt } from "./read-prompt.ts";

type Stream = Awaited<ReturnType<LanguageModelV4["doStream"]>>["stream"];
type StreamPart = Stream extends ReadableStream<infer Part> ? Part : never;

const FEWEST_JSON_CHUNKS = 18;
const JSON_CHUNK_LENGTH = 24;

/** It costs nothing. */
const usage = {
  inputTokens: { total: 0, noCache: 0, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 0, text: 0, reasoning: 0 },
};

/**
 * A language model without a model: offline, honest about itself, and the same prompt always gives the
 * same parts. It answers from a table of words, shows components and calls tools that the run offers,
 * and fills those it does not know from their schema.
 */
export function demoModel(defaults: { chunkDelayMilliseconds: number }): LanguageModelV4 {
  return {
    specificationVersion: "v4",
    provider: "demo",
    modelId: "demo",
    supportedUrls: {},
    doGenerate: () => Promise.reject(new Error("The demo model only streams")),
    async doStream(options) {
      const reply = answerWithData(options) ?? chooseReply(readPrompt(options));
      const { chunkDelayMilliseconds } = { ...defaults, ...reply[0] };
      const parts = slowDown(writeParts(reply), chunkDelayMilliseconds, options.abortSignal);
      return { stream: NodeStream.from(parts) as Stream };
    },
  };
}

/** The reply where data is asked for instead of a message; undefined where it is not. */
function answerWithData({ prompt, responseFormat }: CallOptions): ReplyPart[] | undefined {
  const name = responseFormat?.type === "json" ? responseFormat.name : undefined;
  const last = prompt.at(-1);
  const [question] = last?.role === "user" ? last.content : [];
  if ((name !== THREAD_NAME && name !== SUGGESTIONS) || question?.type !== "text") return undefined;
  const data = JSON.parse(question.text);
  const answer = name === THREAD_NAME ? { name: cutName(data.message) } : suggestNext(data);
  return [{ type: "text", text: JSON.stringify(answer), chunkDelayMilliseconds: 0 }];
}

async function* slowDown(parts: Iterable<StreamPart>, pause: number, signal?: AbortSignal) {
  for (const part of parts) {
    if (pause > 0 && "delta" in part) await setTimeout(pause, undefined, { signal });
    yield part;
  }
}

function* writeParts(reply: ReplyPart[]): Generator<StreamPart, void> {
  yield { type: "stream-start", warnings: [] };
  for (const [index, part] of reply.entries()) {
    const id = `part-${index}`;
    if (part.type === "error") return yield part;
    if (part.type === "call") {
      const { toolName } = part;
      const input = JSON.stringify(part.input);
      // Enough pieces for partial states to be seen, whatever the length.
      const length = Math.min(JSON_CHUNK_LENGTH, Math.ceil(input.length / FEWEST_JSON_CHUNKS));
      yield { type: "tool-input-start", id, toolName };
      for (const delta of input.match(new RegExp(`.{1,${length}}`, "gs")) ?? [])
        yield { type: "tool-input-delta", id, delta };
      yield { type: "tool-input-end", id };
      yield { type: "tool-call", toolCallId: id, toolName, input };
    } else {
      const { type, text } = part;
      yield { type: `${type}-start`, id };
      for (const delta of text.match(/\S+\s*|\s+/g) ?? [])
        yield { type: `${type}-delta`, id, delta };
      yield { type: `${type}-end`, id };
    }
  }
  const unified = reply.some(({ type }) => type === "call") ? "tool-calls" : "stop";
  yield { type: "finish", finishReason: { unified, raw: unified }, usage };
}
