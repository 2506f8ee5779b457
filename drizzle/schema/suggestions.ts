import { jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { time } from "./project.ts";
import { goesWithThread, ownerPolicy } from "./threads.ts";

export interface SuggestionItem {
  id: string;
  title: string;
  /** As the user would type it. */
  detailedSuggestion: string;
}

/** Suggestions for the user's next message. One row per answer, so one statement replaces them. */
export const suggestions = pgTable(
  "suggestions",
  {
    ownerId: text("owner_id").notNull(),
    threadId: text("thread_id").notNull(),
    messageId: text("message_id").notNull(),
    items: jsonb("items").$type<SuggestionItem[]>().notNull(),
    createdAt: time("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.ownerId, table.threadId, table.messageId] }),
    goesWithThread(table),
    ownerPolicy("suggestions_owner"),
  ],
).enableRLS();
