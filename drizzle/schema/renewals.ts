import { index, pgSchema, text } from "drizzle-orm/pg-core";
import { time } from "./project.ts";

/** Tables of signing in. They are outside `public`, because row-level security by owner is for our own tables. */
export const authSchema = pgSchema("auth");

/**
 * Renewals of provider sessions. All instances share one renewal per refresh token, whose hash is `id`.
 * `sealed` is null while an instance renews; then it is the result, for late requests.
 */
export const renewals = authSchema.table(
  "renewals",
  {
    id: text("id").primaryKey(),
    sealed: text("sealed"),
    expiresAt: time("expires_at").notNull(),
  },
  (table) => [index().on(table.expiresAt)],
);
