import { z } from "zod";

/** A file. Never an address, which a model's client would fetch. */
export const base64 = z.base64("must be base64");

/** Any object, as it came: zod's own record would leave out a key called `__proto__`. */
export const jsonObject = z.custom<Record<string, unknown>>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "must be an object",
);

export const textBlock = z.object({ type: z.literal("text"), text: z.string() });

export const resourceBlock = z.object({
  type: z.literal("resource"),
  resource: z.looseObject({
    uri: z.string().optional(),
    name: z.string().optional(),
    mimeType: z.string().optional(),
    text: z.string().optional(),
    blob: base64.optional(),
  }),
});
export type Resource = z.infer<typeof resourceBlock>["resource"];

/** A tool that returned nothing is sent as a text block without text. */
const resultText = textBlock.extend({ text: z.string().default("") });

export const toolResultBlock = z.object({
  type: z.literal("tool_result"),
  toolUseId: z.string(),
  content: z.array(z.discriminatedUnion("type", [resultText, resourceBlock])).default([]),
  isError: z.boolean().optional(),
});

/** A message that an app puts at the start of a new thread. */
export const initialMessage = z.object({
  role: z.enum(["user", "system", "assistant"]),
  content: z.array(z.discriminatedUnion("type", [textBlock, resourceBlock])),
  metadata: jsonObject.optional(),
});

export interface ToolUseBlock {
  type: "tool_use";
  id: string;
  name: string;
  input: Record<string, unknown>;
}

export interface ComponentBlock {
  type: "component";
  id: string;
  name: string;
  props: Record<string, unknown>;
}

export type ContentBlock =
  | z.infer<typeof textBlock>
  | z.infer<typeof resourceBlock>
  | z.infer<typeof toolResultBlock>
  | ToolUseBlock
  | ComponentBlock;
