import { openDatabase } from "#drizzle/client.ts";

interface Query {
  sql: string;
  params: unknown[];
}
/** What every driver's session of the query builder has, and each of its statements goes through. */
interface Session {
  prepareQuery(query: Query, fields: unknown, name: unknown, ...rest: unknown[]): unknown;
}

/**
 * Shows `see` each SQL statement of the owners' transactions that an action makes, those that begin
 * and end them apart, and sends what it returns instead.
 */
export async function interceptStatements(
  act: () => Promise<unknown>,
  see: (statement: string, params: unknown[]) => string,
): Promise<void> {
  const database = await openDatabase();
  const { transactAs } = database;
  database.transactAs = (ownerId, query) =>
    transactAs(ownerId, (tx) => {
      const { session } = tx as unknown as { session: Session };
      const { prepareQuery } = session;
      // Without its name, which stands for the statement as it was.
      session.prepareQuery = (statement, fields, _name, ...rest) =>
        prepareQuery.call(
          session,
          { ...statement, sql: see(statement.sql, statement.params) },
          fields,
          undefined,
          ...rest,
        );
      return query(tx);
    });
  try {
    await act();
  } finally {
    database.transactAs = transactAs;
  }
}
