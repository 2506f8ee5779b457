import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type * as schema from "./schema/index.ts";

interface Rows<Row> {
  rows: Row[];
}

/** What the three drivers agree on about the answer to hand-written SQL. */
interface RowsResult extends PgQueryResultHKT {
  readonly type: Rows<this["row"]>;
}

export type Database = PgDatabase<RowsResult, typeof schema>;

/** The queries of one owner's transaction. It has no transactions inside, and no relational queries. */
export type OwnerTransaction = Omit<Database, "transaction" | "query" | "_">;

/**
 * Returns a query of `tx` itself, or a promise made of several. A query that is returned without
 * being awaited is the only one: beginning, query and end then travel together.
 */
export type OwnerQuery<T> = (tx: OwnerTransaction) => PromiseLike<T>;

export interface DatabaseHandle {
  kind: "pglite" | "postgres" | "neon";
  db: Database;
  /** One transaction as `app_user`, bound to one owner. Only for `withOwner`, which checks the id. */
  transactAs<T>(ownerId: string, query: OwnerQuery<T>): Promise<T>;
  /** Whether its disk is so full that it refuses writes, where this process can know. */
  isFull?(): boolean;
  close(): Promise<void>;
}
