import type { ContentBlock, Resource } from "#lib/threads/content.ts";
import type { Message } from "#lib/threads/message.ts";
import type { Thread } from "#lib/threads/thread.ts";

type ToolResult = Extract<ContentBlock, { type: "tool_result" }>;
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

function findResults(messages: Message[]): Map<string, ToolResult> {
  const blocks = messages.flatMap((message) => message.content as Block[]);
  return new Map(blocks.flatMap((block) => (isResult(block) ? [[block.toolUseId, block]] : [])));
}

function* writePage(
  messages: Message[],
  results: ReadonlyMap<string, ToolResult>,
): Generator<string> {
  for (const { role, createdAt, content, isCancelled } of messages) {
    let heading = `\n\n## ${role === "user" ? "User" : "Assistant"}, ${createdAt}`;
    for (const part of writeParts(content as Block[], isCancelled, results)) {
      yield `${heading}\n\n${part}`;
      heading = "";
    }
  }
}

function* writeParts(
  content: Block[],
  isCancelled: boolean | undefined,
  results: ReadonlyMap<string, ToolResult>,
): Generator<string> {
  for (const block of content) yield* writeBlock(block, results);
  if (isCancelled) yield "*Stopped by the user.*";
}

function isResult(block: Block): block is ToolResult {
  return block.type === "tool_result";
}

function* writeBlock(
  block: Block,
  results: ReadonlyMap<string, ToolResult>,
): Generator<string, void> {
  switch (block.type) {
    case "text":
      if (block.text) yield block.text;
      return;
    case "resource":
      return yield* writeResource(block.resource);
    case "component":
      yield `**${block.name}**`;
      yield fenceJson(block.props);
      if (!block.state) return;
      yield "As its user left it:";
      yield fenceJson(block.state);
      return;
    case "tool_use":
      yield `Called **${block.name}** with`;
      yield fenceJson(block.input);
      return yield* writeResult(results.get(block.id));
    // Written below its call.
    case "tool_result":
  }
}

function* writeResult(result: ToolResult | undefined): Generator<string, void> {
  if (!result) return;
  yield result.isError ? "which failed:" : "which answered:";
  for (const part of result.content) {
    if (part.type === "text") yield fence(part.text);
    else yield* writeResource(part.resource);
  }
}

/** Markdown has no place for a file's content, so only its name is written. */
function* writeResource({ name, uri, mimeType, text }: Resource): Generator<string, void> {
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
