import type { PGlite } from "@electric-sql/pglite";
import { openDatabase } from "#drizzle/client.ts";

/** As the query builder writes it and as it stands in hand-written SQL. */
const OWNER_CONDITION = /(?:"\w+"\."owner_id"|(?:\b\w\.)?\bowner_id) = (\$\d+)/g;

/**
 * Runs an action with the owner condition taken out of every SQL statement, so that only
 * row-level security stands between owners. Returns how many conditions were removed.
 */
export async function withoutOwnerCondition(act: () => Promise<void>): Promise<number> {
  const { db } = await openDatabase();
  const client = (db as unknown as { $client: PGlite }).$client;
  const original = client.transaction;
  let removed = 0;
  const rewrite = (statement: string) =>
    statement.replace(OWNER_CONDITION, (_match, parameter: string) => {
      removed += 1;
      return `${parameter}::text is not null`;
    });
  client.transaction = (callback) =>
    original.call(client, (transaction) =>
      callback(
        new Proxy(transaction, {
          get(target, name) {
            if (name !== "query") return Reflect.get(target, name);
            return (statement: string, ...rest: [unknown[]?]) =>
              target.query(rewrite(statement), ...rest);
          },
        }),
      ),
    ) as never;
  try {
    await act();
  } finally {
    client.transaction = original;
  }
  return removed;
}
