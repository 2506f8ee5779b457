import type { EventEmitter } from "node:events";
import { isOutage, RECONNECT_TIMEOUT, retry } from "#lib/base/outage.ts";
import type { DatabaseHandle, OwnerTransaction } from "../database.ts";
import { bindOwner } from "./bind-owner.ts";

interface Result {
  command: string;
}
type Send = (statement: unknown, values?: unknown[]) => Promise<Result>;

/** What the pools of node-postgres and of Neon's driver have in common. */
interface Pool extends EventEmitter {
  connect(): Promise<Connection>;
}

interface Connection extends EventEmitter {
  query: unknown;
  release(destroy?: boolean): void;
}
type Callback = (error?: unknown, client?: Connection, release?: Connection["release"]) => void;

/** Milliseconds until a server that does not answer, or a pool with no connection left, is an error. */
export const CONNECTION_TIMEOUT = 10_000;
const UNABLE_TO_CONNECT = "08001"; // SQLSTATE

/**
 * Keeps the process alive when the server closes a connection: without a listener Node would end it.
 * A query that is under way on the connection still fails with the error.
 */
export function ignoreIdleErrors(pool: Pool): void {
  pool.on("error", () => {});
  pool.on("connect", (client: EventEmitter) => {
    client.on("error", () => {});
  });
}

/** Lets queries wait for a connection as long as a server takes to start again. */
export function retryConnecting(pool: Pool): void {
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

/** The query builder keeps a connection for ever that breaks at the beginning of its transaction. */
function giveBackBroken(client: Connection): Connection {
  const { release } = client;
  const drop = () => client.release(true);
  let isBack = false;
  client.release = (destroy) => {
    if (isBack) return;
    isBack = true;
    client.off("end", drop);
    release.call(client, destroy);
  };
  client.once("end", drop);
  return client;
}

/** A failure without a code, such as the event of a WebSocket, is one to connect; a server that refuses has one. */
function nameOutage(cause: unknown): never {
  if (isOutage(cause) || (cause as { code?: unknown } | undefined)?.code) throw cause;
  const message = "the database cannot be reached";
  throw Object.assign(new Error(message, { cause }), { code: UNABLE_TO_CONNECT });
}

/**
 * Transactions as `app_user`, bound to one owner, on the connections of a pool. The beginning
 * travels with the first statement, and with an only statement so does the end: one round trip
 * where the driver pipelines (node-postgres); Neon's sends one after the other.
 */
export function transactThrough(
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
      // A query that nothing has awaited yet is no promise of the language and has not been sent.
      isAlone = !(work instanceof Promise) && !begun;
      const result = await work;
      if (begun) await commit(begun, send);
      return result;
    } catch (error) {
      if (!begun) throw error;
      await send("rollback").catch(() => {
        isOpen = true;
      });
      // After a failed beginning each statement fails too, with an error that explains nothing.
      await begun;
      throw error;
    } finally {
      client.release(isOpen);
    }
  };
}

/** The first of the three errors is the one that explains the others. */
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
  // How Postgres ends a transaction whose failed statement somebody caught.
  if (command === "ROLLBACK") throw new Error("the transaction was rolled back, not committed");
}

/** It is awaited later, so until then Node must not take its failure for one that nobody noticed. */
function markHandled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
