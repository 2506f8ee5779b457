import { openDatabase } from "#drizzle/client.ts";
import { flushWrites } from "#lib/base/background.ts";
import { interceptStatements } from "./intercept-statements.ts";

interface Session {
  logger: { logQuery(query: string): void };
}

/** The SQL statements that an action sends in transactions; those of `withOwner` itself are not counted. */
export async function countStatements(act: () => Promise<unknown>): Promise<string[]> {
  await writeEarlier(act);
  const statements: string[] = [];
  await interceptStatements(act, (statement) => {
    statements.push(statement);
    return statement;
  });
  return statements;
}

/** The SQL statements that an action sends outside transactions. */
export async function countDirectStatements(act: () => Promise<unknown>): Promise<string[]> {
  await writeEarlier(act);
  const { db } = await openDatabase();
  const { session } = db as unknown as { session: Session };
  const { logger } = session;
  const statements: string[] = [];
  session.logger = { logQuery: (query) => void statements.push(query) };
  try {
    await act();
  } finally {
    session.logger = logger;
  }
  return statements;
}

/** What waits to be written from before the action would come within a second, and be counted as the action's. */
async function writeEarlier(act: () => Promise<unknown>): Promise<void> {
  if (act !== flushWrites) await flushWrites();
}
