import { and, eq, ne } from "drizzle-orm";
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
      const state = block.type === "component" ? states?.[block.id] : undefined;
      return state ? { ...block, state } : block;
    }),
    createdAt: row.createdAt.toISOString(),
    reasoning: row.reasoning ?? undefined,
    metadata: row.metadata ?? undefined,
    isCancelled: row.isCancelled || undefined,
  };
}
