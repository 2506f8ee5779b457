import { and, desc, eq, gt, lt, or, sql } from "drizzle-orm";
import { getDb } from "#drizzle/client.ts";
import { owners } from "#drizzle/schema/settings.ts";
import { usageDays } from "#drizzle/schema/usage.ts";

interface UsagePage {
  /** One user's days alone. */
  ownerId?: string;
  /** The last one of the page before. */
  after?: { day: string; tokens: number; ownerId: string };
}

/** A page of a project's days, newest first, each with its whole (of the owner "") and then its users by tokens. One statement. */
export async function listUsage(projectId: string, limit: number, { ownerId, after }: UsagePage) {
  const { day, inputTokens, outputTokens, runs, errors } = usageDays;
  const tokens = sql<number>`(${inputTokens} + ${outputTokens})`.mapWith(inputTokens);
  const isUser = sql`(${usageDays.ownerId} <> '')`;
  const db = await getDb();
  return db
    .select({
      day,
      ownerId: usageDays.ownerId,
      name: owners.name,
      email: owners.email,
      runs,
      errors,
      inputTokens,
      outputTokens,
      tokens: tokens.as("tokens"),
    })
    .from(usageDays)
    .leftJoin(owners, and(eq(owners.projectId, projectId), eq(owners.id, usageDays.ownerId)))
    .where(
      and(
        eq(usageDays.projectId, projectId),
        ownerId ? eq(usageDays.ownerId, ownerId) : undefined,
        after &&
          or(
            lt(day, after.day),
            and(
              eq(day, after.day),
              isUser,
              after.ownerId === ""
                ? undefined
                : or(
                    lt(tokens, after.tokens),
                    and(eq(tokens, after.tokens), gt(usageDays.ownerId, after.ownerId)),
                  ),
            ),
          ),
      ),
    )
    .orderBy(desc(day), isUser, desc(tokens), usageDays.ownerId)
    .limit(limit);
}
