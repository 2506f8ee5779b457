import { pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { time } from "./project.ts";
import { guestPolicies, ownerPolicy } from "./threads.ts";

/** What a user wrote down, or had the model write down. */
export const notes = pgTable(
  "notes",
  {
    ownerId: text("owner_id").notNull(),
    id: text("id").notNull(),
    text: text("text").notNull(),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.ownerId, table.id] }),
    ownerPolicy("notes_owner"),
    ...guestPolicies("notes"),
  ],
).enableRLS();
