import { setTimeout } from "node:timers/promises";
import { hasDatabase } from "#lib/base/env.ts";
import { persist } from "#lib/base/outage.ts";
import { logError, processWide } from "#lib/base/process.ts";

type WaitUntil = (promise: Promise<unknown>) => void;

/** What the server around the routes can do. It is passed in, so that the routes load in plain Node. */
const host = () => processWide<{ waitUntil: WaitUntil }>("run-host", () => ({ waitUntil() {} }));

/** Sets how this process stays alive for a run whose client has left (Next: `after`). */
export function setWaitUntil(waitUntil: WaitUntil): void {
  host().waitUntil = waitUntil;
}

/** Asks the host to stay until the promise settles. Call it while the request is being handled. */
export function waitUntil(promise: Promise<unknown>): void {
  host().waitUntil(promise);
}

/** The result of some work. Rejects with a TimeoutError when it takes longer; the work itself goes on. */
export async function withTimeout<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  const timer = new AbortController();
  const timeout = setTimeout(milliseconds, undefined, { signal: timer.signal }).then(() => {
    throw new DOMException("It took too long", "TimeoutError");
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    timer.abort();
  }
}

const DELAY = 1_000; // milliseconds from the first row of a batch until it is stored
const DELAY_AFTER_FAILURE = 30_000;
/** Rows that are kept while the database is down; then the oldest are dropped. */
const MOST_KEPT = 10_000;
/** A statement can have 65,535 parameters. */
const ROWS_AT_ONCE = 1_000;

type Store = (rows: never[]) => Promise<unknown>;

interface Batch {
  rows: unknown[];
  /** The write that is due or under way. Rows that come while it writes wait for the next one. */
  next?: { due: AbortController; written: Promise<void> };
}

const batches = () => processWide("batches", () => new Map<string, Batch>());

/**
 * Stores a row off the request path, in one batch with others of this name that come within a second.
 * If `store` fails, the batch is tried again, so `store` may get rows that it has stored already.
 */
export function enqueue<Row>(
  name: string,
  row: Row,
  store: (rows: Row[]) => Promise<unknown>,
): void {
  const batch = batches().get(name) ?? { rows: [] };
  batches().set(name, batch);
  batch.rows.push(row);
  if (batch.rows.length > MOST_KEPT) batch.rows.shift();
  if (!batch.next) waitUntil(schedule(name, batch, store));
}

/** `enqueue` for rows of the database. Without one it does nothing. */
export function enqueueWrite<Row>(...args: Parameters<typeof enqueue<Row>>): void {
  if (hasDatabase()) enqueue(...args);
}

function schedule(name: string, batch: Batch, store: Store, delay = DELAY): Promise<void> {
  const due = new AbortController();
  const written = setTimeout(delay, undefined, { signal: due.signal })
    .catch(() => {})
    .then(() => write(name, batch, store));
  batch.next = { due, written };
  return written;
}

async function write(name: string, batch: Batch, store: Store): Promise<void> {
  const rows = batch.rows;
  batch.rows = [];
  let delay = DELAY;
  try {
    for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
      await persist(() => store(rows.slice(at, at + ROWS_AT_ONCE) as never[]));
    }
  } catch (cause) {
    batch.rows = [...rows, ...batch.rows].slice(-MOST_KEPT);
    delay = DELAY_AFTER_FAILURE;
    logError(`${rows.length} rows of ${name} could not be stored`, cause);
  }
  batch.next = undefined;
  if (batch.rows.length > 0) void schedule(name, batch, store, delay);
}

/** Stores the waiting rows now. For the end of the process, and for tests. */
export async function flushWrites(): Promise<void> {
  // Twice, since rows wait behind those that are being written.
  for (let round = 0; round < 2; round += 1) {
    const due = [...batches().values()].flatMap(({ next }) => next ?? []);
    for (const { due: wait } of due) wait.abort();
    await Promise.all(due.map(({ written }) => written));
  }
}
