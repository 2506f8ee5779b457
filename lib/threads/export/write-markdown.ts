import type { ContentBlock, Resource } from "#lib/threads/content.ts";
import type { Message } from "#lib/threads/message.ts";
import type { Thread } from "#lib/threads/thread.ts";

type ToolResult = Extract<ContentBlock, { type: "tool_result" }>;
/** A component has the state that its user changed, as in the API. */
type Block = ContentBlock & { state?: Record<string, unknown> };

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
    const parts = (content as Block[]).flatMap((block) => writeBlock(block, results));
    if (isCancelled) parts.push("*Stopped by the user.*");
    if (parts.length === 0) continue;
    const heading = `## ${role === "user" ? "User" : "Assistant"}, ${createdAt}`;
    yield ["", heading, ...parts].join("\n\n");
  }
}

function isResult(block: Block): block is ToolResult {
  return block.type === "tool_result";
}

function writeBlock(block: Block, results: ReadonlyMap<string, ToolResult>): string[] {
  switch (block.type) {
    case "text":
      return block.text ? [block.text] : [];
    case "resource":
      return writeResource(block.resource);
    case "component": {
      const state = block.state ? ["As its user left it:", fenceJson(block.state)] : [];
      return [`**${block.name}**`, fenceJson(block.props), ...state];
    }
    case "tool_use": {
      const result = results.get(block.id);
      return [`Called **${block.name}** with`, fenceJson(block.input), ...writeResult(result)];
    }
    // Written below its call.
    case "tool_result":
      return [];
  }
}

function writeResult(result: ToolResult | undefined): string[] {
  if (!result) return [];
  const parts = result.content.flatMap((part) =>
    part.type === "text" ? [fence(part.text)] : writeResource(part.resource),
  );
  return [result.isError ? "which failed:" : "which answered:", ...parts];
}

/** Markdown has no place for a file's content, so only its name is written. */
function writeResource({ name, uri, mimeType, text }: Resource): string[] {
  const title = toLine(name ?? uri ?? "without a name");
  const type = mimeType ? ` (${toLine(mimeType)})` : "";
  return [`*Attachment: ${title}${type}*`, ...(text ? [fence(text)] : [])];
}

function toLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function fenceJson(value: unknown): string {
  return fence(JSON.stringify(value, null, 2), "json");
}

/** The fence is longer than any in the text, so that none of them ends it (CommonMark §4.5). */
function fence(text: string, language = ""): string {
  const runs = text.match(/`+/g) ?? [];
  const longest = runs.reduce((most, run) => Math.max(most, run.length), 2);
  const ticks = "`".repeat(longest + 1);
  return `${ticks}${language}\n${text}\n${ticks}`;
}
