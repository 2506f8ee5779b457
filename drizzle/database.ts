import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";

interface Rows<Row> {
  rows: Row[];
}

/** The result of hand-written SQL, as far as the three drivers agree. */
interface RowsResult extends PgQueryResultHKT {
  readonly type: Rows<this["row"]>;
}

export type Database = PgDatabase<RowsResult>;

/** The queries of one owner's transaction, without nested transactions. */
export type OwnerTransaction = Omit<Database, "transaction" | "query" | "_">;

/**
 * Returns a single query of `tx` unawaited, or a promise of several. A single query is sent together
 * with the beginning and the end of its transaction.
 */
export type OwnerQuery<T> = (tx: OwnerTransaction) => PromiseLike<T>;

export interface DatabaseHandle {
  /** Its driver. */
  kind: string;
  db: Database;
  /** One transaction as `app_user`, bound to one owner. Only for `withOwner`, which checks the id. */
  transactAs<T>(ownerId: string, query: OwnerQuery<T>): Promise<T>;
  /** Whether its disk is so full that it refuses writes. Absent if this process cannot know. */
  isFull?(): boolean;
  /** The connections of its pool, and the queries that wait for one. Absent if it has no pool. */
  countConnections?(): { in_use: number; idle: number; waiting: number };
  close(): Promise<void>;
}

/**
 * The statement that binds a transaction to one owner, for row-level security. `withOwner` has checked
 * that the id holds no quotes.
 */
export function bindOwner(ownerId: string): string {
  const settings = {
    role: "app_user",
    "app.owner": ownerId,
    // The planner knows only averages: for a very long thread it would fetch and sort all messages for
    // each page. Reading an index in its order stops at the page's end.
    enable_bitmapscan: "off",
  };
  const calls = Object.entries(settings).map(
    ([name, value]) => `set_config('${name}', '${value}', true)`,
  );
  return `select ${calls.join(", ")}`;
}
