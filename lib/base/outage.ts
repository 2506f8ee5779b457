import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout } from "node:timers/promises";
import { processWide } from "#lib/base/process.ts";

/** SQLSTATEs of a server that cannot be reached, is stopping or starting, has handed over to another or has no connection left; system errors of a connection. */
const CODES =
  /^(08\w{3}|57P0[1-3]|25006|53300|ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** The drivers' messages for a broken connection, which have no code. */
const MESSAGES =
  /^(Connection terminated|Client (has encountered|was closed)|timeout exceeded|Query read timeout)/;
const MOST_CAUSES = 6;
export const DISK_FULL = "53100"; // SQLSTATE

/** Whether an error, or one of its causes, means that the database is down. */
export function isOutage(error: unknown): boolean {
  return listCauses(error).some(
    ({ code, message }) => CODES.test(String(code)) || MESSAGES.test(message),
  );
}

/** Whether an error, or one of its causes, means that the database's disk is full. */
export function isDiskFull(error: unknown): boolean {
  return findDiskFull(error) !== undefined;
}

/** That error or cause; undefined if there is none. */
export function findDiskFull(error: unknown): Error | undefined {
  return listCauses(error).find(({ code }) => code === DISK_FULL);
}

function listCauses(error: unknown): (Error & { code?: unknown })[] {
  const causes: Error[] = [];
  for (let cause = error; cause instanceof Error && causes.length < MOST_CAUSES; ) {
    causes.push(cause);
    cause = cause.cause;
  }
  return causes;
}

/** OpenSSL's codes for a certificate of an unknown authority: a company's own, or one without its chain. */
const UNKNOWN_AUTHORITY = [
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
];

export function isOfUnknownAuthority(code: string | undefined): boolean {
  return UNKNOWN_AUTHORITY.includes(code ?? "");
}

const FIRST_PAUSE = 50; // milliseconds, like all of these
const LONGEST_PAUSE = 500;
/** How long a query waits for a connection to a database that is down. */
export const RECONNECT_TIMEOUT = 2_500;
/** How long a query is repeated after its connection broke. */
export const RETRY_TIMEOUT = 1_000;
const PERSIST_TIMEOUT = 10_000;

/** Repeats an act that fails because the database is down, with growing pauses, until the time is over. */
export async function retry<T>(act: () => Promise<T>, milliseconds: number): Promise<T> {
  // Not the time of day, which may be set.
  const end = performance.now() + milliseconds;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    try {
      return await act();
    } catch (error) {
      if (!isOutage(error) || performance.now() + pause > end) throw error;
    }
    await setTimeout(pause);
  }
}

const reserve = () => processWide("storage-reserve", () => new AsyncLocalStorage<true>());

/** Lets an act use the last room on the disk, which is kept for data that must not be lost. */
export function withReserve<T>(act: () => Promise<T>): Promise<T> {
  return reserve().run(true, act);
}

export function mayUseReserve(): boolean {
  return reserve().getStore() === true;
}

/**
 * Writes data that must not be lost, such as the end of a run or of a session. It is repeated while the
 * database is down, and may use the last room on the disk. A connection may break between the write
 * and its answer, so `write` must be safe to do twice.
 */
export function persist<T>(write: () => Promise<T>, milliseconds = PERSIST_TIMEOUT): Promise<T> {
  return withReserve(() => retry(write, milliseconds));
}
