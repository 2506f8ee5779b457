import { and, asc, desc, eq, lt, ne, type SQL, sql } from "drizzle-orm";
import { messages } from "#drizzle/schema/threads.ts";
import type { ContentBlock } from "./content.ts";

/** What its owner sees of a message. `additionalContext` and the like are for the model only. */
export const messageColumns = {
  id: messages.id,
  role: messages.role,
  content: messages.content,
  reasoning: messages.reasoning,
  metadata: messages.metadata,
  isCancelled: messages.isCancelled,
  createdAt: messages.createdAt,
};

/** What an answer, or a model, gets of a thread at most. */
const MOST_BYTES = 16 * 1024 * 1024;
const ROW_BYTES = 2_000;
/** Messages that hold nothing. */
export const MOST_MESSAGES = Math.ceil(MOST_BYTES / ROW_BYTES);

/**
 * The bytes of a message, known without reading it. Files and texts are read at once, objects with
 * their many members take several times as long.
 */
const weight = sql`${ROW_BYTES}
  + pg_column_size(${messages.content}) * case ${messages.role} when 'assistant' then 4 else 1 end
  + coalesce(pg_column_size(${messages.metadata}), 0) * 4
  + coalesce(pg_column_size(${messages.reasoning}), 0)`;
const contextWeight = sql`coalesce(pg_column_size(${messages.additionalContext}), 0) * 4`;

/**
 * What tells in a query of messages which of them fit in one answer, beginning with the oldest or
 * the newest. The first one always does.
 */
export function budget(order: "asc" | "desc", { withContext = false } = {}) {
  const createdAt = (order === "asc" ? asc : desc)(messages.createdAt);
  const all = withContext ? sql`${weight} + ${contextWeight}` : weight;
  return {
    /** The weight of those that come before it. */
    before: sql<number>`coalesce(sum(${all}) over (order by ${createdAt}
      rows between unbounded preceding and 1 preceding), 0)`.as("before"),
    /** Whether one comes after it. */
    hasNext: sql<boolean>`lead(true, 1, false) over (order by ${createdAt})`.as("has_next"),
  };
}

export function fits({ before }: { before: SQL.Aliased<number> }) {
  return lt(before, MOST_BYTES);
}

export type MessageRow = Pick<typeof messages.$inferSelect, keyof typeof messageColumns>;

/** Selects the messages of a thread that its owner sees. System prompts are for the model only. */
export function isShown(ownerId: string, threadId: string) {
  return and(
    eq(messages.ownerId, ownerId),
    eq(messages.threadId, threadId),
    ne(messages.role, "system"),
  );
}

/** State by component id. */
export type ComponentStates = Record<string, Record<string, unknown>>;

export interface Message {
  id: string;
  role: "user" | "assistant" | "system";
  content: unknown[];
  createdAt: string;
  reasoning?: string[];
  metadata?: Record<string, unknown>;
  isCancelled?: true;
}

/** A message as the API shows it, each component with the state its user left it in. */
export function toMessage(row: MessageRow, states: ComponentStates | null): Message {
  const content = row.content as ContentBlock[];
  return {
    id: row.id,
    role: row.role,
    content: content.map((block) => {
      if (block.type !== "component" && block.type !== "tool_use") return block;
      const { providerOptions: _, ...shown } = block;
      const state = block.type === "component" ? states?.[block.id] : undefined;
      return state ? { ...shown, state } : shown;
    }),
    createdAt: row.createdAt.toISOString(),
    reasoning: row.reasoning ?? undefined,
    metadata: row.metadata ?? undefined,
    isCancelled: row.isCancelled || undefined,
  };
}
