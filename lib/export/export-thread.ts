import type { FullThread } from "#lib/threads/find-thread.ts";
import { contentDisposition } from "./content-disposition.ts";
import { writeMarkdown } from "./write-markdown.ts";

export type ExportFormat = "json" | "markdown";

/** A thread as a file to keep: JSON holds all that the API shows of it, Markdown what a person reads. */
export function exportThread(thread: FullThread, format: ExportFormat): Response {
  const isMarkdown = format === "markdown";
  const body = isMarkdown ? writeMarkdown(thread) : `${JSON.stringify(thread, null, 2)}\n`;
  const type = isMarkdown ? "text/markdown; charset=utf-8" : "application/json";
  const extension = isMarkdown ? "md" : "json";
  return new Response(body, {
    headers: {
      "content-type": type,
      "content-disposition": contentDisposition(thread.name ?? "Thread", extension),
      // A browser must not take a user's words for a page.
      "x-content-type-options": "nosniff",
      vary: "accept",
    },
  });
}
