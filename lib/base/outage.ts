import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout } from "node:timers/promises";
import { processWide } from "#lib/base/process-wide.ts";

/**
 * SQLSTATE class 08 and the codes of a server that is stopping, starting or full of connections, and
 * the system's of a connection that fails. A statement that is at fault has another.
 */
const CODES =
  /^(08\w{3}|57P0[1-3]|53300|ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** What the drivers say, without a code, of a connection that broke. */
const MESSAGES = /^(Connection terminated|Client (has encountered|was closed)|timeout exceeded)/;
const MOST_CAUSES = 6;
export const DISK_FULL = "53100"; // SQLSTATE

/** Whether a failure, or one that caused it, is the database being away rather than a fault of what was asked. */
export function isOutage(error: unknown): boolean {
  return listCauses(error).some(
    ({ code, message }) => CODES.test(String(code)) || MESSAGES.test(message),
  );
}

/** Whether a failure, or one that caused it, is that the database has no room left. */
export function isDiskFull(error: unknown): boolean {
  return listCauses(error).some(({ code }) => code === DISK_FULL);
}

function listCauses(error: unknown): (Error & { code?: unknown })[] {
  const causes: Error[] = [];
  for (let cause = error; cause instanceof Error && causes.length < MOST_CAUSES; ) {
    causes.push(cause);
    cause = cause.cause;
  }
  return causes;
}

const FIRST_PAUSE = 50; // milliseconds, as all of these
const LONGEST_PAUSE = 500;
/** How long a query waits for a database that is away. */
export const RECONNECT_TIMEOUT = 2_500;
/** How long it is tried again after its connection turned out to be broken. */
export const RETRY_TIMEOUT = 1_000;
const PERSIST_TIMEOUT = 10_000;

/** Repeats what fails because the database is away, with growing pauses, until it succeeds or the time is over. */
export async function retry<T>(act: () => Promise<T>, milliseconds: number): Promise<T> {
  const end = Date.now() + milliseconds;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    try {
      return await act();
    } catch (error) {
      if (!isOutage(error) || Date.now() + pause > end) throw error;
    }
    await setTimeout(pause);
  }
}

const reserve = () => processWide("storage-reserve", () => new AsyncLocalStorage<true>());

/** Carries out what must be stored even where there is hardly any room left. */
export function withReserve<T>(act: () => Promise<T>): Promise<T> {
  return reserve().run(true, act);
}

export function mayUseReserve(): boolean {
  return reserve().getStore() === true;
}

/**
 * Writes what must not be lost: how a run ended, that a session ended, that data is deleted. It
 * outlives an outage of the database and takes the last room. A connection may break between the
 * write and its answer, so `write` must be one that may be done twice: a test loses each answer.
 */
export function persist<T>(write: () => Promise<T>, milliseconds = PERSIST_TIMEOUT): Promise<T> {
  return withReserve(() => retry(write, milliseconds));
}
