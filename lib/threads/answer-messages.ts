import { ReadableStream as NodeStream } from "node:stream/web";
import { setImmediate } from "node:timers/promises";
import type { Message } from "./message.ts";

/** Characters. What is smaller is written and sent at once, which costs less. */
const LARGE = 1_000_000;

/** Something with messages, as JSON. Others have their turn between those that are large. */
export async function answerMessages({
  messages,
  ...rest
}: {
  messages: Message[];
}): Promise<Response> {
  // The last one has just been read.
  await setImmediate();
  let characters = 0;
  const texts: string[] = [];
  for (const message of messages) {
    const text = JSON.stringify(message);
    texts.push(text);
    characters += text.length;
    if (text.length > LARGE) await setImmediate();
  }
  const beginning = `${JSON.stringify(rest).slice(0, -1)},"messages":[`;
  const body =
    characters > LARGE
      ? (NodeStream.from(encode(beginning, texts)) as ReadableStream)
      : `${beginning}${texts.join(",")}]}`;
  return new Response(body, { headers: { "content-type": "application/json" } });
}

async function* encode(beginning: string, texts: string[]): AsyncGenerator<Uint8Array> {
  let separator = beginning;
  for (const text of texts) {
    yield Buffer.from(separator + text);
    separator = ",";
  }
  yield Buffer.from("]}");
}
