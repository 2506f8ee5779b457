import { openDatabase } from "#drizzle/client.ts";

interface Session {
  options: { logger?: { logQuery(query: string): void } };
}

/** The application's SQL statements that an action sends in transactions; those of `withOwner` itself are not counted. */
export async function countStatements(act: () => Promise<unknown>): Promise<string[]> {
  const { db } = await openDatabase();
  const { options } = (db as unknown as { session: Session }).session;
  const statements: string[] = [];
  options.logger = { logQuery: (query) => void statements.push(query) };
  try {
    await act();
  } finally {
    options.logger = undefined;
  }
  return statements.filter((query) => !query.includes("set_config('role'"));
}

/** The SQL statements that an action sends outside transactions. */
export async function countDirectStatements(act: () => Promise<unknown>): Promise<string[]> {
  const { db } = await openDatabase();
  const { session } = db as unknown as {
    session: { logger: Required<Session>["options"]["logger"] };
  };
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
