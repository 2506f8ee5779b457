import { text } from "drizzle-orm/pg-core";
import { authSchema, time } from "./auth.ts";

/**
 * Renewals of provider sessions: one for all instances whose requests carry the same refresh token.
 * `id` is its hash. Without `sealed` an instance is at it; then the result, for who comes late.
 */
export const renewals = authSchema.table("renewals", {
  id: text("id").primaryKey(),
  sealed: text("sealed"),
  expiresAt: time("expires_at").notNull(),
});
