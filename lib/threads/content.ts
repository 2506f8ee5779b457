import { z } from "zod";
import {
  bytesOfBase64,
  FILE_KINDS,
  findBase64Type,
  findFileFlaw,
  nameFile,
} from "#lib/base/files.ts";
import { isWithin, listOf, metadata, shortText, textOf } from "./bounds.ts";

/** A file's content. An address instead would be fetched by the model's client. */
export const base64 = z.base64("must be base64");

const MOST_BLOCKS = 100;
const longText = textOf(1_000_000);

interface File {
  name?: string;
  mimeType?: string;
  blob?: string;
}

/** A file under a safe name, and of the type that its bytes tell. What they do not tell is refused. */
function takeFile<Resource extends File>(resource: Resource, context: z.RefinementCtx): Resource {
  const { blob, name } = resource;
  if (!blob) return resource;
  const mimeType = findBase64Type(blob);
  if (mimeType) return { ...resource, mimeType, name: name && nameFile(name, mimeType) };
  context.addIssue({ code: "custom", path: ["blob"], message: `must be ${FILE_KINDS}` });
  return z.NEVER;
}

function checkFiles(blocks: { type: string; resource?: File }[], context: z.RefinementCtx): void {
  const flaw = findFileFlaw(
    blocks.flatMap(({ resource }) => (resource?.blob ? [bytesOfBase64(resource.blob)] : [])),
  );
  if (flaw) context.addIssue({ code: "custom", message: `must have ${flaw}` });
}

const textBlock = z.object({ type: z.literal("text"), text: longText });

const resourceBlock = z.object({
  type: z.literal("resource"),
  resource: z
    .looseObject({
      uri: textOf(8_000).optional(),
      name: textOf(1_000).optional(),
      mimeType: shortText.optional(),
      text: longText.optional(),
      blob: base64.optional(),
    })
    .superRefine(({ text, blob, ...rest }, context) => isWithin(16)(rest, context))
    .transform(takeFile),
});
export type Resource = z.infer<typeof resourceBlock>["resource"];

/** The SDK sends the result of a tool that returned nothing as a text block without text. */
const resultText = textBlock.extend({ text: longText.default("") });

const toolResultBlock = z.object({
  type: z.literal("tool_result"),
  toolUseId: shortText,
  content: listOf(z.discriminatedUnion("type", [resultText, resourceBlock]), MOST_BLOCKS).default(
    [],
  ),
  isError: z.boolean().optional(),
});

export type ToolResultBlock = z.infer<typeof toolResultBlock>;

export function isToolResult(block: { type: string }): block is ToolResultBlock {
  return block.type === "tool_result";
}

/** What a user sends. */
export const userContent = listOf(
  z.discriminatedUnion("type", [textBlock, resourceBlock, toolResultBlock]),
  MOST_BLOCKS,
  1,
).superRefine(checkFiles);

/** The messages that an app starts a new thread with. */
export const initialMessages = listOf(
  z.object({
    role: z.enum(["user", "system", "assistant"]),
    content: listOf(
      z.discriminatedUnion("type", [textBlock, resourceBlock]),
      MOST_BLOCKS,
    ).superRefine(checkFiles),
    metadata,
  }),
  1_000,
);

interface CallBlock {
  /** By provider: what it expects back with the call. Only the model gets it. */
  providerOptions?: Record<string, Record<string, string>>;
}

export interface ToolUseBlock extends CallBlock {
  type: "tool_use";
  id: string;
  name: string;
  input: Record<string, unknown>;
}

export interface ComponentBlock extends CallBlock {
  type: "component";
  id: string;
  name: string;
  props: Record<string, unknown>;
}

export type ContentBlock =
  | z.infer<typeof textBlock>
  | z.infer<typeof resourceBlock>
  | ToolResultBlock
  | ToolUseBlock
  | ComponentBlock;

/** The characters of a message's texts and files, which are most of a large one. */
export const countCharacters = (content: readonly ContentBlock[]): number =>
  content.reduce((sum, block) => {
    if (block.type === "text") return sum + block.text.length;
    if (isToolResult(block)) return sum + countCharacters(block.content);
    if (block.type !== "resource") return sum;
    const { text = "", blob = "" } = block.resource;
    return sum + text.length + blob.length;
  }, 0);
