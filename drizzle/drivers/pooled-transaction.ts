import type { EventEmitter } from "node:events";
import { bindOwner } from "#drizzle/database.ts";
import { isOutage, RECONNECT_TIMEOUT, retry } from "#lib/base/outage.ts";
import type { Database, DatabaseHandle, OwnerTransaction } from "../database.ts";

interface Result {
  command: string;
}
type Send = (statement: unknown, values?: unknown[]) => Promise<Result>;

/** The common interface of the pools of all drivers of servers. */
interface Pool extends EventEmitter {
  totalCount: number;
  idleCount: number;
  waitingCount: number;
  connect(): Promise<Connection>;
  end(): Promise<void>;
}

interface Connection extends EventEmitter {
  query: unknown;
  /** What the server says. The types of one driver leave it out. */
  connection?: EventEmitter;
  release(destroy?: boolean): void;
}
type Callback = (error?: unknown, client?: Connection, release?: Connection["release"]) => void;

/** Milliseconds to wait for a connection. */
export const CONNECTION_TIMEOUT = 10_000;
const UNABLE_TO_CONNECT = "08001"; // SQLSTATE, like the next
const READ_ONLY = "25006";

/** A database on a server, through the pool of its driver. `build` puts the query builder on a pool or a connection. */
export function openPool<Client>(
  kind: string,
  pool: Pool & Client,
  build: (client: Client) => Database,
): DatabaseHandle {
  ignoreIdleErrors(pool);
  retryConnecting(pool);
  return {
    kind,
    db: build(pool),
    // What comes instead of a connection has its `query`, which is all that the builder calls.
    transactAs: transactThrough(pool, (client) => build(client as Client)),
    countConnections: () => ({
      in_use: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
    close: () => pool.end(),
  };
}

/**
 * Keeps the process alive when the server closes a connection: without a listener Node would end it.
 * A query that is under way on the connection still fails with the error.
 */
function ignoreIdleErrors(pool: Pool): void {
  pool.on("error", () => {});
  pool.on("connect", (client: EventEmitter) => {
    client.on("error", () => {});
  });
}

/** Lets queries wait for a connection as long as a server takes to start again. */
function retryConnecting(pool: Pool): void {
  const connect = pool.connect.bind(pool);
  const connectAgain = async () =>
    giveBackBroken(await retry(() => connect().catch(nameOutage), RECONNECT_TIMEOUT));
  Object.assign(pool, {
    // The pool's own `query` calls it with a callback.
    connect(callback?: Callback) {
      const connecting = connectAgain();
      if (!callback) return connecting;
      connecting.then(
        (client) => callback(undefined, client, client.release),
        (error) => callback(error),
      );
    },
  });
}

/**
 * Releases a broken connection: the query builder would keep one that breaks when its transaction begins.
 * One to a server that has become a standby is not kept either: the next may lead to the new primary.
 */
function giveBackBroken(client: Connection): Connection {
  const { release, connection } = client;
  const drop = () => client.release(true);
  let isBack = false;
  let isReadOnly = false;
  const noteError = ({ code }: { code?: unknown }) => {
    isReadOnly ||= code === READ_ONLY;
  };
  client.release = (destroy) => {
    if (isBack) return;
    isBack = true;
    client.off("end", drop);
    connection?.off("errorMessage", noteError);
    release.call(client, destroy || isReadOnly);
  };
  client.once("end", drop);
  connection?.on("errorMessage", noteError);
  return client;
}

/** An error without a code, such as a WebSocket's event, means that the server cannot be reached. A server's refusal has a code. */
function nameOutage(cause: unknown): never {
  if (isOutage(cause) || (cause as { code?: unknown } | undefined)?.code) throw cause;
  const message = "the database cannot be reached";
  throw Object.assign(new Error(message, { cause }), { code: UNABLE_TO_CONNECT });
}

/**
 * Transactions as `app_user`, bound to one owner, on the connections of a pool. The beginning is sent
 * with the first statement, and for a single statement the end is, too. With node-postgres, which
 * pipelines, that is one round trip; otherwise it sends one after the other.
 */
function transactThrough(
  pool: Pool,
  toTransaction: (client: { query: Send }) => OwnerTransaction,
): DatabaseHandle["transactAs"] {
  return async (ownerId, query) => {
    const client = await pool.connect();
    const send = (client.query as Send).bind(client);
    const beginning = `begin; ${bindOwner(ownerId)}`;
    let begun: Promise<Result> | undefined;
    let isAlone = false;
    let isOpen = false;

    const tx = toTransaction({
      query(statement, values) {
        if (isAlone) return sendTogether(send, beginning, statement, values);
        begun ??= markHandled(send(beginning));
        return send(statement, values);
      },
    });
    try {
      const work = query(tx);
      // A query of the builder is not a Promise, and is sent only when it is awaited.
      isAlone = !(work instanceof Promise) && !begun;
      const result = await work;
      if (begun) await commit(begun, send);
      return result;
    } catch (error) {
      if (!begun) throw error;
      await send("rollback").catch(() => {
        isOpen = true;
      });
      // If the beginning failed, its error explains that of the statement.
      await begun;
      throw error;
    } finally {
      client.release(isOpen);
    }
  };
}

/** Throws the first of the three errors, because it explains the others. */
async function sendTogether(
  send: Send,
  beginning: string,
  statement: unknown,
  values?: unknown[],
): Promise<Result> {
  const sent = [send(beginning), send(statement, values), send("commit")] as const;
  const [begun, answered, ended] = await Promise.allSettled(sent);
  for (const step of [begun, answered, ended]) {
    if (step.status === "rejected") throw step.reason;
  }
  return sent[1];
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
