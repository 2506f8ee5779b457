import { setImmediate } from "node:timers/promises";
import { findThread } from "#lib/threads/find-threads.ts";
import { listMessages } from "#lib/threads/list-messages.ts";
import { gather, isLarge, type Message, streamTexts, writeLarge } from "#lib/threads/message.ts";
import type { Thread } from "#lib/threads/thread.ts";
import { contentDisposition } from "./content-disposition.ts";
import { toReadableJson, writeMarkdown } from "./write-markdown.ts";

const PAGE = { limit: 1_000, order: "asc", withFiles: true } as const;

/**
 * A thread as a file: JSON with everything that the API shows, or Markdown to read. It is read page by
 * page while it is sent, so a long one needs only a page's memory, and other requests have their turn
 * meanwhile. Throws 404.
 */
export async function exportThread(
  ownerId: string,
  threadId: string,
  format: "json" | "markdown",
): Promise<Response> {
  const thread = await findThread(ownerId, threadId);
  const pages = readPages(ownerId, threadId);
  const [texts, type, extension] =
    format === "markdown"
      ? ([writeMarkdown(thread, pages), "text/markdown; charset=utf-8", "md"] as const)
      : ([writeJson(thread, pages), "application/json", "json"] as const);
  return new Response(streamTexts(gather(texts)), {
    headers: {
      "content-type": type,
      "content-disposition": contentDisposition(thread.name ?? "Thread", extension),
      // A browser must not show a user's text as a page.
      "x-content-type-options": "nosniff",
      vary: "accept",
    },
  });
}

async function* readPages(ownerId: string, threadId: string): AsyncGenerator<Message[]> {
  let cursor: string | undefined;
  do {
    const page = await listMessages(ownerId, threadId, { ...PAGE, cursor });
    await setImmediate();
    yield page.messages;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

async function* writeJson(thread: Thread, pages: AsyncIterable<Message[]>): AsyncGenerator<string> {
  const [beginning = "", end = ""] = JSON.stringify({ ...thread, messages: [0] }, null, 2).split(
    /(?<=\[)\s+0(?=\s+\]\s+\}$)/,
  );
  yield beginning;
  let separator = "\n    ";
  for await (const messages of pages) {
    for (const message of messages) {
      if (isLarge(message)) yield* writeLarge(message, separator);
      else yield separator + toReadableJson(message).replaceAll("\n", "\n    ");
      separator = ",\n    ";
    }
  }
  yield `${end}\n`;
}
