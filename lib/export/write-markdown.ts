import type { ContentBlock, Resource } from "#lib/threads/content.ts";
import type { FullThread } from "#lib/threads/find-thread.ts";

type ToolResult = Extract<ContentBlock, { type: "tool_result" }>;
/** A component as the API shows it: with what its user changed. */
type Block = ContentBlock & { state?: Record<string, unknown> };

/** A thread as Markdown: text as it is, components and tool calls as JSON, each result below its call. */
export function writeMarkdown({ name, createdAt, messages }: FullThread): string {
  const contents = messages.map((message) => message.content as Block[]);
  const results = new Map(
    contents.flat().flatMap((block) => (isResult(block) ? [[block.toolUseId, block]] : [])),
  );
  const sections = messages.flatMap((message, index) => {
    const parts = (contents[index] ?? []).flatMap((block) => writeBlock(block, results));
    if (message.isCancelled) parts.push("*Stopped by the user.*");
    if (parts.length === 0) return [];
    return [`## ${message.role === "user" ? "User" : "Assistant"}, ${message.createdAt}`, ...parts];
  });
  return `${[`# ${toLine(name ?? "Untitled thread")}`, `Begun ${createdAt}`, ...sections].join("\n\n")}\n`;
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

/** Files are named, not written out: Markdown has no place for them. */
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

/** A fence longer than any in the text, which would end it (CommonMark §4.5). */
function fence(text: string, language = ""): string {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const ticks = "`".repeat(longest + 1);
  return `${ticks}${language}\n${text}\n${ticks}`;
}
