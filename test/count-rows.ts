import { getDb } from "#drizzle/client.ts";
import { owners } from "#drizzle/schema/settings.ts";
import { suggestions } from "#drizzle/schema/suggestions.ts";
import { componentStates, messages, threads } from "#drizzle/schema/threads.ts";
import type { SignedIn } from "./sign-in.ts";

/** How many rows of each table are a user's, past every wall. */
export async function countRows({ ownerId }: SignedIn): Promise<number[]> {
  const db = await getDb();
  const kept = [
    ...(await Promise.all(
      [threads, messages, componentStates, suggestions].map((table) =>
        db.select({ owner: table.ownerId }).from(table),
      ),
    )),
    await db.select({ owner: owners.id }).from(owners),
  ];
  return kept.map((rows) => rows.filter(({ owner }) => owner === ownerId).length);
}
