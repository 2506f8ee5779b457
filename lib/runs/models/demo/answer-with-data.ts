import { SUGGESTIONS } from "#lib/runs/suggestions/suggest.ts";
import { THREAD_NAME } from "#lib/runs/write-name.ts";
import { cutName } from "#lib/threads/cut-name.ts";
import type { CallOptions } from "./demo-model.ts";
import type { ReplyPart } from "./reply-part.ts";
import { suggestNext } from "./suggest-next.ts";

/** By the name of what is asked for: the answer to the data that comes with it. */
const writers: Record<string, (data: never) => unknown> = {
  [THREAD_NAME]: ({ message }: { message: string }) => ({ name: cutName(message) }),
  [SUGGESTIONS]: suggestNext,
};

/** The reply where data is asked for instead of a message; undefined where it is not. */
export function answerWithData({ prompt, responseFormat }: CallOptions): ReplyPart[] | undefined {
  const name = responseFormat?.type === "json" ? responseFormat.name : undefined;
  const write = name === undefined ? undefined : writers[name];
  const last = prompt.at(-1);
  const [question] = last?.role === "user" ? last.content : [];
  if (!write || question?.type !== "text") return undefined;
  const text = JSON.stringify(write(JSON.parse(question.text) as never));
  return [{ type: "text", text, chunkDelayMilliseconds: 0 }];
}
