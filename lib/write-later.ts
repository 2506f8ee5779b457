import { setTimeout } from "node:timers/promises";
import { logError } from "#lib/log-error.ts";
import { processWide } from "#lib/process-wide.ts";
import { waitUntil } from "#lib/runs/host.ts";

const DELAY = 1_000; // milliseconds from the first row of a batch until it is stored
/** Rows that are kept while the database is away; then the oldest go. */
const MOST_KEPT = 10_000;

type Store = (rows: never[]) => Promise<unknown>;

interface Batch {
  rows: unknown[];
  /** While a write is due or under way. */
  next?: { due: AbortController; written: Promise<void> };
}

const batches = () => processWide("batches", () => new Map<string, Batch>());

/**
 * Stores a row off the request path, together with the others of this name that come within a
 * second. `store` takes one row or many; those that it fails to store are tried again with the next.
 */
export function writeLater<Row>(
  name: string,
  row: Row,
  store: (rows: Row[]) => Promise<unknown>,
): void {
  const batch = batches().get(name) ?? { rows: [] };
  batches().set(name, batch);
  batch.rows.push(row);
  if (batch.rows.length > MOST_KEPT) batch.rows.shift();
  if (batch.next) return;
  const due = new AbortController();
  const written = setTimeout(DELAY, undefined, { signal: due.signal })
    .catch(() => {})
    .then(() => write(name, batch, store));
  batch.next = { due, written };
  waitUntil(written);
}

async function write(name: string, batch: Batch, store: Store): Promise<void> {
  const rows = batch.rows;
  batch.rows = [];
  batch.next = undefined;
  try {
    await store(rows as never[]);
  } catch (cause) {
    batch.rows = [...rows, ...batch.rows].slice(-MOST_KEPT);
    logError(`${rows.length} rows of ${name} could not be stored`, cause);
  }
}

/** Stores what is waiting, now. For the end of the process, and for tests. */
export async function writeNow(): Promise<void> {
  const due = [...batches().values()].flatMap(({ next }) => next ?? []);
  for (const { due: wait } of due) wait.abort();
  await Promise.all(due.map(({ written }) => written));
}
