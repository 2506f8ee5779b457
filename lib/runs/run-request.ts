import { z } from "zod";
import {
  isWithin,
  listOf,
  metadata,
  objectOf,
  shortText,
  textOf,
  userKey,
} from "#lib/threads/bounds.ts";
import { initialMessages, userContent } from "#lib/threads/content.ts";

/** More than a long answer takes. Without a request the model's own limit counts. */
const MOST_TOKENS = 32_000;

const name = shortText.regex(/^[a-zA-Z0-9_-]+$/, "must consist of letters, digits, _ and -");
const description = textOf(10_000).default("");
const schema = objectOf(64);
/** Components or tools of a run. They are limited, because they go to the model each time. */
const offers = <Offer extends z.ZodType>(offer: Offer) =>
  listOf(offer, 200).superRefine(isWithin(512)).default([]);

const shape = {
  message: z.object({
    role: z.literal("user"),
    content: userContent,
    additionalContext: objectOf(256).optional(),
    metadata,
  }),
  availableComponents: offers(z.object({ name, description, propsSchema: schema })),
  tools: offers(
    z.object({
      name,
      description,
      inputSchema: schema,
      /** How often it may be called for one question; 0 is no limit. */
      maxCalls: z.int().min(0).optional(),
    }),
  ),
  toolChoice: z
    .union([z.enum(["auto", "required", "none"]), z.object({ name: shortText })])
    .default("auto"),
  maxTokens: z
    .int()
    .min(1)
    .transform((tokens) => Math.min(tokens, MOST_TOKENS))
    .optional(),
  temperature: z.number().min(0).max(2).optional(),
  /** Not kept. */
  runMetadata: metadata,
  model: z.undefined({ error: "this server chooses the model; leave it out" }).optional(),
  userKey,
};

/** The body of a run on an existing thread. */
export const runBody = z.object({ ...shape, previousRunId: shortText.optional() });

/** The body of a run that makes its thread. */
export const newThreadRunBody = z.object({
  ...shape,
  thread: z.object({ userKey, initialMessages: initialMessages.default([]), metadata }).optional(),
  threadMetadata: metadata,
});

export type RunBody = z.infer<typeof runBody>;
export type NewThreadRunBody = z.infer<typeof newThreadRunBody>;
export type RunOptions = Pick<
  RunBody,
  "availableComponents" | "tools" | "toolChoice" | "maxTokens" | "temperature"
>;
export type UserBlock = RunBody["message"]["content"][number];
