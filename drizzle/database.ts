import type { EventEmitter } from "node:events";
import type { Writable } from "node:stream";
import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { isOutage } from "#lib/base/outage.ts";

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
export function bindOwner(ownerId: string, further: Record<string, string> = {}): string {
  const settings = {
    ...further,
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

/** The common interface of the pools of all drivers of servers. */
export interface Pool extends EventEmitter {
  totalCount: number;
  idleCount: number;
  waitingCount: number;
  options: { max: number };
  connect(): Promise<Connection>;
  end(): Promise<void>;
}

export interface Connection extends EventEmitter {
  query: unknown;
  /** What the server says. The types of one driver leave it out. */
  connection?: EventEmitter & { stream?: Partial<Pick<Writable, "cork" | "uncork">> };
  release(destroy?: boolean): void;
}
interface Result {
  command: string;
}
type Send = (statement: unknown, values?: unknown[]) => Promise<Result>;

/** Milliseconds until a server gives up a transaction whose client is gone without a word: it may hold a thread. */
const ABANDONED = { idle_in_transaction_session_timeout: "10000" };

/**
 * SQLSTATEs with which a name is refused: a pooler chose a connection that does not know the statement,
 * or knows it already; or its plan was made before a migration.
 */
const NAME_REFUSED = ["26000", "42P05", "0A000"];

/**
 * Transactions as `app_user`, bound to one owner, on the connections of a pool. The beginning is sent
 * with the first statement. Queries that do not wait for each other are sent with both ends: with
 * node-postgres, which pipelines, in one write. They have names there, until one is refused. A pool of one
 * connection has it back as soon as they are sent.
 */
export function transactThrough(
  pool: Pool,
  toTransaction: (client: { query: Send }) => OwnerTransaction,
  isShared = false,
): DatabaseHandle["transactAs"] {
  let areNamed = true;

  return async (ownerId, query) => {
    const client = await pool.connect();
    // Once it is back, the one on the connection is that of whoever has it next.
    const { release } = client;
    const send = (client.query as Send).bind(client);
    // Nothing comes between this process and an engine of its own.
    const beginning = `begin; ${bindOwner(ownerId, isShared ? {} : ABANDONED)}`;
    let begun: Promise<Result> | undefined;
    let isWhole = false;
    let isNamed = false;
    let isOver = false;
    let isSpoiled = false;

    const tx = toTransaction({
      query(statement, values) {
        if (isOver) throw new Error("a statement came after the end of its transaction");
        begun ??= markHandled(send(beginning));
        return send(isNamed ? statement : withoutName(statement), values);
      },
    });

    /** Sends queries with both ends of their transaction. Throws the first error, because it explains the others. */
    async function sendWhole<T>(queries: PromiseLike<T>): Promise<T> {
      isNamed = areNamed;
      const stream = client.connection?.stream;
      stream?.cork?.();
      const sent = queries.then((found) => found);
      isOver = true;
      const ended = begun && send("commit");
      stream?.uncork?.();
      if (isShared) release();
      const [first, answered, last] = await Promise.allSettled([begun, sent, ended]);
      for (const step of [first, answered, last]) {
        if (step.status === "rejected") throw step.reason;
      }
      return sent;
    }

    try {
      const work = query(tx);
      // A query of the builder is not a Promise, and is sent only when it is awaited.
      isWhole = !(work instanceof Promise) && !begun;
      if (!isWhole) {
        const result = await work;
        if (begun) await commit(begun, send);
        return result;
      }
      return await sendWhole(work).catch((error) => {
        if (!isNamed || isShared || !NAME_REFUSED.includes(error?.cause?.code)) throw error;
        // Nothing of it was done.
        areNamed = false;
        begun = undefined;
        isOver = false;
        return sendWhole(query(tx));
      });
    } catch (error) {
      isSpoiled = isOutage(error);
      if (!begun || isWhole || isSpoiled) throw error;
      await send("rollback").catch(() => {
        isSpoiled = true;
      });
      // If the beginning failed, its error explains that of the statement.
      await begun;
      throw error;
    } finally {
      release(isSpoiled);
    }
  };
}

function withoutName(statement: unknown): unknown {
  const { name } = statement as { name?: string };
  return name === undefined ? statement : { ...(statement as object), name: undefined };
}

async function commit(begun: Promise<Result>, send: Send): Promise<void> {
  await begun;
  const { command } = await send("commit");
  // Postgres answers so if a statement failed and its error was caught.
  if (command === "ROLLBACK") throw new Error("the transaction was rolled back, not committed");
}

/** The promise is awaited later. Until then Node must not treat a rejection as unhandled. */
function markHandled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
