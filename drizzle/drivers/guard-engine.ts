import { writeSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import type { PGlite, Transaction } from "@electric-sql/pglite";
import { DISK_FULL, mayUseReserve } from "#lib/base/outage.ts";
import { throttle } from "#lib/base/process.ts";
import { freeBytes, inMegabytes, LEAST_FREE, RESERVE } from "./pglite-files.ts";

const READS = /^\s*(select|begin|commit|rollback|savepoint|release|set|show|explain)\b/i;
const CHANGES = /\b(insert|update|delete|merge)\b/i;
const STANDARD_ERROR = 2;

type Query = PGlite["query"];

/**
 * The embedded engine does not survive a full disk: the statement after the failed one never returns.
 * So writes are refused while there is still some room, and reads go on. If the engine fails
 * nevertheless, the process ends.
 */
export function guardEngine(client: PGlite, files: string): PGlite {
  function refuseFullDisk(statement: string): void {
    if (isRead(statement)) return;
    const free = freeBytes(files);
    if (free >= (mayUseReserve() ? RESERVE : LEAST_FREE)) return;
    const line =
      `DATA_DIR: ${files} is on a disk with ${inMegabytes(free)} left; nothing is stored until ` +
      `there are ${inMegabytes(LEAST_FREE)}`;
    throttle("full-disk", files, () => console.error(line));
    throw new NoRoom(line);
  }

  function guard(query: Query): Query {
    return async <Row>(...[statement, ...rest]: Parameters<Query>) => {
      refuseFullDisk(statement);
      const result = await query<Row>(statement, ...rest).catch((error) =>
        endIfFatal(error, files),
      );
      // It worked in this thread: others have their turn before the next statement.
      await setImmediate();
      return result;
    };
  }

  const { query, transaction } = client;
  client.query = guard(query.bind(client));
  client.transaction = (work) =>
    transaction
      .call(client, (tx) =>
        work(Object.assign(Object.create(tx) as Transaction, { query: guard(tx.query) })),
      )
      // Its beginning and its end, at which the log is written, are no queries of `tx`.
      .catch((error) => endIfFatal(error, files)) as ReturnType<typeof client.transaction<never>>;
  return client;
}

/** What this guard says ahead of the engine, which goes on. */
class NoRoom extends Error {
  readonly code = DISK_FULL;
}

function isRead(statement: string): boolean {
  if (/^\s*with\b/i.test(statement)) return !CHANGES.test(statement);
  return READS.test(statement);
}

/** It writes synchronously, because the event loop may never run again. */
function endIfFatal(error: unknown, files: string): never {
  if (error instanceof NoRoom) throw error;
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (code !== DISK_FULL && name !== "RuntimeError") throw error;
  const reason = code === DISK_FULL ? "the disk is full" : "it is broken";
  const line = `DATA_DIR: the database in ${files} cannot go on, ${reason}; the server ends\n`;
  try {
    writeSync(STANDARD_ERROR, line);
  } finally {
    process.exit(1);
  }
}
