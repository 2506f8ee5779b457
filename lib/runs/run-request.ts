import { z } from "zod";
import { HttpError } from "#lib/base/http/http-error.ts";
import {
  isWithin,
  listOf,
  metadata,
  objectOf,
  shortText,
  textOf,
  userKey,
} from "#lib/threads/bounds.ts";
import {
  initialMessages,
  isToolResult,
  type ToolResultBlock,
  userContent,
} from "#lib/threads/content.ts";

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

/** A result for a call that nobody carried out. A model refuses a thread with a call without a result. */
export function notExecuted(toolUseId: string, reason: string): ToolResultBlock {
  return failed(toolUseId, `Not executed: ${reason}`);
}

/** A result for a call that was being carried out here when the answer was cut off. */
export function outcomeUnknown(toolUseId: string): ToolResultBlock {
  return failed(toolUseId, "No result: the answer was cut off. It may have been carried out");
}

function failed(toolUseId: string, text: string): ToolResultBlock {
  return { type: "tool_result", toolUseId, content: [{ type: "text", text }], isError: true };
}

interface Waiting {
  pendingToolCallIds: string[];
  lastCompletedRunId: string | null;
  /** The ids of all calls of the thread that have a result. */
  answeredIds: Set<string>;
}

/**
 * Fits a user message to the calls that a thread waits for. If it has results, each waiting call gets
 * its last one, or an error if there is none. If it has none, the waiting calls are `closed` as not
 * executed, in a message before it, so that a page that was reloaded during a call does not lock its
 * thread. Throws 400 EXTRA_RESULTS for unknown calls, 400 INVALID_PREVIOUS_RUN for results of another
 * run, 409 RUN_ALREADY_CONTINUED for results that were given before.
 */
export function settleToolCalls(
  { pendingToolCallIds: pending, lastCompletedRunId, answeredIds }: Waiting,
  content: UserBlock[],
  previousRunId?: string,
): { closed: ToolResultBlock[]; content: UserBlock[] } {
  const given = new Map(content.filter(isToolResult).map((block) => [block.toolUseId, block]));
  if (given.size === 0) {
    return { closed: pending.map((id) => notExecuted(id, "the user went on")), content };
  }
  const extra = [...given.keys()].filter((id) => !pending.includes(id));
  if (extra.length > 0 && extra.every((id) => answeredIds.has(id))) {
    throw new HttpError(409, "RUN_ALREADY_CONTINUED", "These tool calls have results already");
  }
  if (extra.length > 0) {
    throw new HttpError(400, "EXTRA_RESULTS", "message.content: has results of unknown calls", {
      extra: { extraToolCallIds: extra },
    });
  }
  if (previousRunId !== undefined && previousRunId !== lastCompletedRunId) {
    throw new HttpError(400, "INVALID_PREVIOUS_RUN", "previousRunId: is not the run that asked");
  }
  const results = pending.map((id) => given.get(id) ?? notExecuted(id, "no result was given"));
  return { closed: [], content: [...results, ...content.filter((block) => !isToolResult(block))] };
}
