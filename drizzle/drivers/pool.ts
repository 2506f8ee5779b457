import type { EventEmitter } from "node:events";
import { isOutage, RECONNECT_TIMEOUT, retry } from "#lib/base/outage.ts";
import {
  type Connection,
  type Database,
  type DatabaseHandle,
  type Pool,
  transactThrough,
} from "../database.ts";

type Callback = (error?: unknown, client?: Connection, release?: Connection["release"]) => void;

/** Milliseconds to wait for a connection. */
export const CONNECTION_TIMEOUT = 10_000;
/** Milliseconds. Nothing may arrive any more on a connection, and neither end know it. */
const QUERY_TIMEOUT = 10_000;
const UNABLE_TO_CONNECT = "08001"; // SQLSTATE, like the next
const READ_ONLY = "25006";

/** Both drivers read it there, from whoever sets another one as well. */
export function withQueryTimeout(url: string): string {
  const { search, searchParams } = new URL(url);
  if (searchParams.has("query_timeout")) return url;
  return `${url}${search ? "&" : "?"}query_timeout=${QUERY_TIMEOUT}`;
}

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
    transactAs: transactThrough(pool, (client) => build(client as Client), pool.options.max === 1),
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
