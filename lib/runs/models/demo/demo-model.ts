import { setTimeout } from "node:timers/promises";
import { SUGGESTIONS } from "#lib/runs/suggestions/suggest.ts";
import { cutName, THREAD_NAME } from "#lib/runs/write-name.ts";
import { chooseReply, type ReplyPart } from "./choose-reply.ts";
import { suggestNext } from "./introduce.ts";
import { type CallOptions, type LanguageModelV4, readPrompt } from "./read-prompt.ts";

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

const unknown = { total: undefined, noCache: undefined, cacheRead: undefined };
const usage = {
  inputTokens: { ...unknown, cacheWrite: undefined },
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

/** By the name of what is asked for: the answer to the data that comes with it. */
const writers: Record<string, (data: never) => unknown> = {
  [THREAD_NAME]: ({ message }: { message: string }) => ({ name: cutName(message) }),
  [SUGGESTIONS]: suggestNext,
};

/** The reply where data is asked for instead of a message; undefined where it is not. */
function answerWithData({ prompt, responseFormat }: CallOptions): ReplyPart[] | undefined {
  const name = responseFormat?.type === "json" ? responseFormat.name : undefined;
  const write = name === undefined ? undefined : writers[name];
  const last = prompt.at(-1);
  const [question] = last?.role === "user" ? last.content : [];
  if (!write || question?.type !== "text") return undefined;
  const text = JSON.stringify(write(JSON.parse(question.text) as never));
  return [{ type: "text", text, chunkDelayMilliseconds: 0 }];
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
    if (part.type === "call") {
      const { toolName } = part;
      const input = JSON.stringify(part.input);
      yield { type: "tool-input-start", id, toolName };
      for (const delta of splitJson(input)) {
        if (delay > 0) await setTimeout(delay, undefined, { signal });
        yield { type: "tool-input-delta", id, delta };
      }
      yield { type: "tool-input-end", id };
      yield { type: "tool-call", toolCallId: id, toolName, input };
      continue;
    }
    const { type, text, chunkDelayMilliseconds: pause = delay } = part;
    yield { type: `${type}-start`, id };
    for (const delta of text.match(/\S+\s*|\s+/g) ?? []) {
      if (pause > 0) await setTimeout(pause, undefined, { signal });
      yield { type: `${type}-delta`, id, delta };
    }
    yield { type: `${type}-end`, id };
  }
  const unified = reply.some((part) => part.type === "call") ? "tool-calls" : "stop";
  yield { type: "finish", finishReason: { unified, raw: unified }, usage };
}

/** Enough pieces for partial states to be seen, whatever the length. */
function splitJson(text: string): string[] {
  const length = Math.min(JSON_CHUNK_LENGTH, Math.ceil(text.length / FEWEST_JSON_CHUNKS));
  return text.match(new RegExp(`.{1,${length}}`, "gs")) ?? [];
}
