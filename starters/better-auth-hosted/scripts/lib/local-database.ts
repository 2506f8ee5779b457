import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { PGlite } from "@electric-sql/pglite";
import { EnvError } from "#lib/base/env.ts";

// PostgreSQL's protocol, message formats.
const SYNC = "S".charCodeAt(0);
const QUERY = "Q".charCodeAt(0);
const IDLE = "I".charCodeAt(0);
/** AuthenticationOk and ReadyForQuery, idle. */
const GREETING = Buffer.from("R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I");
const ENCRYPTION_REQUEST = 8; // bytes; every other first message is longer

/**
 * A PostgreSQL in this process, for development: in a folder or, without one, in memory. Returns its
 * DATABASE_URL, which is on this machine and has a name in it that nobody else knows.
 */
export async function startLocalDatabase(folder?: string): Promise<string> {
  if (folder) lock(folder);
  const engine = await PGlite.create(folder && join(folder, "postgres"));
  const name = randomBytes(16).toString("hex");
  let last = Promise.resolve();
  /** One connection at a time: the engine has one session, so a transaction must be over before the next begins. */
  async function takeTurn(): Promise<() => void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = last;
    last = promise;
    await before;
    return resolve;
  }

  async function serve(socket: Socket): Promise<void> {
    let unread = Buffer.alloc(0);
    let isGreeted = false;
    let end: (() => void) | undefined;
    try {
      for await (const chunk of socket) {
        unread = Buffer.concat([unread, chunk]);
        if (!isGreeted) {
          const length = unread.length < 4 ? Number.POSITIVE_INFINITY : unread.readUInt32BE(0);
          if (unread.length < length) continue;
          const first = unread.subarray(0, length);
          unread = unread.subarray(length);
          if (length === ENCRYPTION_REQUEST) {
            socket.write("N");
            continue;
          }
          if (!first.includes(`user\0${name}\0`)) return;
          isGreeted = true;
          socket.write(GREETING);
        }
        const complete = countComplete(unread);
        if (complete === 0) continue;
        end ??= await takeTurn();
        const answer = await engine.execProtocolRaw(unread.subarray(0, complete));
        unread = unread.subarray(complete);
        socket.write(answer);
        if (answer.at(-1) !== IDLE) continue;
        end();
        end = undefined;
      }
    } finally {
      socket.destroy();
      if (end) await engine.exec("rollback").finally(end);
    }
  }

  const server = createServer((socket) => void serve(socket).catch(() => {}));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `postgres://${name}@127.0.0.1:${(server.address() as AddressInfo).port}/postgres`;
}

/** Bytes up to the last message after which an answer is due. */
function countComplete(messages: Buffer): number {
  let complete = 0;
  for (let at = 0; at + 5 <= messages.length; ) {
    const type = messages[at];
    at += 1 + messages.readUInt32BE(at + 1);
    if (at <= messages.length && (type === SYNC || type === QUERY)) complete = at;
  }
  return complete;
}

/** Until this process ends: two engines on the same files would lose data. */
function lock(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const held = new DatabaseSync(join(folder, "lock.sqlite"));
  try {
    held.exec("begin exclusive");
  } catch {
    throw new EnvError([
      `DATABASE_URL: is required, as ${folder} is in use by another process; or stop that one`,
    ]);
  }
  process.once("exit", () => held.close());
}
