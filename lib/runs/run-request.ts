import { z } from "zod";
import {
  initialMessage,
  jsonObject,
  resourceBlock,
  textBlock,
  toolResultBlock,
} from "#lib/threads/content.ts";

const name = z.string().regex(/^[a-zA-Z0-9_-]+$/, "must consist of letters, digits, _ and -");
const notAccepted = (reason: string) => z.undefined({ error: reason }).optional();

const shape = {
  message: z.object({
    role: z.literal("user"),
    content: z
      .array(z.discriminatedUnion("type", [textBlock, resourceBlock, toolResultBlock]))
      .min(1),
    additionalContext: jsonObject.optional(),
    metadata: jsonObject.optional(),
  }),
  availableComponents: z
    .array(z.object({ name, description: z.string().default(""), propsSchema: jsonObject }))
    .default([]),
  tools: z
    .array(z.object({ name, description: z.string().default(""), inputSchema: jsonObject }))
    .default([]),
  toolChoice: z
    .union([z.enum(["auto", "required", "none"]), z.object({ name: z.string() })])
    .default("auto"),
  maxTokens: z.int().min(1).optional(),
  temperature: z.number().min(0).max(2).optional(),
  model: notAccepted("this server chooses the model; leave it out"),
  userKey: z.string().optional(),
};

/** The body of a run on an existing thread. */
export const runBody = z.object({ ...shape, previousRunId: z.string().optional() });

/** The body of a run that makes its thread. */
export const newThreadRunBody = z.object({
  ...shape,
  thread: z
    .object({
      userKey: shape.userKey,
      initialMessages: z.array(initialMessage).max(1_000).default([]),
      metadata: jsonObject.optional(),
    })
    .optional(),
  threadMetadata: jsonObject.optional(),
});

export type RunBody = z.infer<typeof runBody>;
export type NewThreadRunBody = z.infer<typeof newThreadRunBody>;
export type RunOptions = Pick<
  RunBody,
  "availableComponents" | "tools" | "toolChoice" | "maxTokens" | "temperature"
>;
export type UserBlock = RunBody["message"]["content"][number];
export type ToolResultBlock = Extract<UserBlock, { type: "tool_result" }>;
