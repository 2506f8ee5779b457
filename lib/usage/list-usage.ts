import { and, desc, eq, sql } from "drizzle-orm";
import { getDb } from "#drizzle/client.ts";
import { owners } from "#drizzle/schema/settings.ts";
import { allTokens, isWhole, usageDays } from "#drizzle/schema/usage.ts";

interface UsagePage {
  /** One user's days alone. */
  ownerId?: string;
  /** The last one of the page before. */
  after?: { day: string; tokens: number; ownerId: string };
}

/** A page of a project's days, newest first, each with its whole (of the owner "") and then its users by tokens. One statement. */
export async function listUsage(projectId: string, limit: number, { ownerId, after }: UsagePage) {
  const { day, inputTokens, outputTokens, runs, errors } = usageDays;
  const tokens = allTokens.mapWith(inputTokens);
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
          sql`(${day}, ${isWhole}, ${tokens}, ${usageDays.ownerId})
            < (${after.day}, ${after.ownerId === ""}, ${after.tokens}, ${after.ownerId})`,
      ),
    )
    .orderBy(desc(day), desc(isWhole), desc(tokens), desc(usageDays.ownerId))
    .limit(limit);
}
