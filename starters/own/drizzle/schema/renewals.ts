import { pgSchema, text } from "drizzle-orm/pg-core";
import { time } from "#drizzle/schema/project.ts";

/**
 * Renewals of provider sessions. All instances share one renewal per refresh token, whose hash is `id`.
 * `sealed` is null while an instance renews; then it is the result, for late requests.
 */
export const renewals = pgSchema("auth").table("renewals", {
  id: text("id").primaryKey(),
  sealed: text("sealed"),
  expiresAt: time("expires_at").notNull(),
});
