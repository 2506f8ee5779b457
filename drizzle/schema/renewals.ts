import { index, text } from "drizzle-orm/pg-core";
import { authSchema, time } from "./project.ts";

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
