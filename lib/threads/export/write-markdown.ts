import {
  type ContentBlock,
  isToolResult,
  type Resource,
  type ToolResultBlock,
} from "#lib/threads/content.ts";
import type { Message } from "#lib/threads/message.ts";
import type { Thread } from "#lib/threads/thread.ts";

/** A component has the state that its user changed, as in the API. */
type Block = ContentBlock & { state?: Record<string, unknown> };

const LONGEST_READABLE = 100_000; // characters of JSON

/** A thread as Markdown: text unchanged, components and tool calls as JSON, each result below its call. */
export async function* writeMarkdown(
  { name, createdAt }: Thread,
  pages: AsyncIterable<Message[]>,
): AsyncGenerator<string> {
  yield `# ${toLine(name ?? "Untitled thread")}\n\nBegun ${createdAt}`;
  let page: Message[] = [];
  for await (const next of pages) {
    // Results are in the message after their calls.
    yield* writePage(page, findResults([...page, ...next]));
    page = next;
  }
  yield* writePage(page, findResults(page));
  yield "\n";
}

function findResults(messages: Message[]): Map<string, ToolResultBlock> {
  const blocks = messages.flatMap((message) => message.content as Block[]);
  return new Map(blocks.filter(isToolResult).map((block) => [block.toolUseId, block]));
}

function* writePage(
  messages: Message[],
  results: ReadonlyMap<string, ToolResultBlock>,
): Generator<string> {
  for (const { role, createdAt, content, isCancelled } of messages) {
    let heading = `\n\n## ${role === "user" ? "User" : "Assistant"}, ${createdAt}`;
    for (const part of writeParts(content as Block[], results)) {
      yield `${heading}\n\n${part}`;
      heading = "";
    }
    if (isCancelled) yield `${heading}\n\n*Stopped by the user.*`;
  }
}

function* writeParts(
  content: Block[],
  results: ReadonlyMap<string, ToolResultBlock>,
): Generator<string> {
  for (const block of content) {
    if (block.type === "text") {
      if (block.text) yield block.text;
    } else if (block.type === "resource") {
      yield* writeResource(block.resource);
    } else if (block.type === "component") {
      yield `**${block.name}**`;
      yield fenceJson(block.props);
      if (!block.state) continue;
      yield "As its user left it:";
      yield fenceJson(block.state);
    } else if (block.type === "tool_use") {
      yield `Called **${block.name}** with`;
      yield fenceJson(block.input);
      const result = results.get(block.id);
      if (result) yield* writeResult(result);
    }
  }
}

function* writeResult({ content, isError }: ToolResultBlock): Generator<string> {
  yield isError ? "which failed:" : "which answered:";
  for (const part of content) {
    if (part.type === "text") yield fence(part.text);
    else yield* writeResource(part.resource);
  }
}

/** Markdown has no place for a file's content, so only its name is written. */
function* writeResource({ name, uri, mimeType, text }: Resource): Generator<string> {
  const title = toLine(name ?? uri ?? "without a name");
  yield `*Attachment: ${title}${mimeType ? ` (${toLine(mimeType)})` : ""}*`;
  if (text) yield fence(text);
}

function toLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function fenceJson(value: unknown): string {
  return fence(toReadableJson(value), "json");
}

/** In lines, unless it is so long that nobody reads it: indented, what is deeply nested is a hundred times as long. */
export function toReadableJson(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length > LONGEST_READABLE ? json : JSON.stringify(value, null, 2);
}

/** The fence is longer than any in the text, so that none of them ends it (CommonMark §4.5). */
function fence(text: string, language = ""): string {
  let longest = 2;
  let run = 0;
  for (let at = 0; at < text.length; at++) {
    run = text[at] === "`" ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  const ticks = "`".repeat(longest + 1);
  return `${ticks}${language}\n${text}\n${ticks}`;
}
