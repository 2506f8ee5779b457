import { processWide } from "#lib/base/process.ts";

/** Values per cache; the oldest go first. */
const MOST_FOUND = 10_000;
/** Keys without a value are apart, so that guessed keys do not drive out real ones. */
const MOST_ABSENT = 1_000;

/** All in milliseconds. */
interface Options {
  /** A younger value is returned without reading it again. */
  maxAge: number;
  /** A value up to this age is returned when reading fails. */
  maxStale?: number;
  /** The least time between two readings, as long as there is a value to return. */
  coolDown?: number;
  /** Within this time after a reading a stale value is returned at once, and read again meanwhile. */
  refreshAhead?: number;
}

interface Entry<Value> {
  kept?: { value: Value; readAt: number };
  triedAt: number;
  reading?: Promise<Value>;
}

/** Keeps what `read` returns for each key, for some time and once per process. */
export function cached<Value>(
  name: string,
  read: (key: string) => Promise<Value>,
  { maxAge, maxStale = 0, coolDown = 0, refreshAhead = 0 }: Options,
) {
  type Entries = Map<string, Entry<Value>>;
  const store = () =>
    processWide(name, () => ({ found: new Map() as Entries, absent: new Map() as Entries }));

  function find(key: string): Entry<Value> {
    const { found, absent } = store();
    return found.get(key) ?? absent.get(key) ?? { triedAt: 0 };
  }

  /** Requests that come meanwhile share one reading. */
  function load(key: string, entry: Entry<Value>): Promise<Value> {
    const { found, absent } = store();
    entry.triedAt = Date.now();
    absent.delete(key);
    keepNewest(found, MOST_FOUND, key, entry);
    const isCurrent = () => found.get(key) === entry;
    entry.reading ??= read(key)
      .then((value) => {
        entry.kept = { value, readAt: entry.triedAt };
        if (value === undefined && isCurrent()) keepNewest(absent, MOST_ABSENT, key, entry);
        return value;
      })
      .finally(() => {
        entry.reading = undefined;
        if (entry.kept?.value === undefined && isCurrent()) found.delete(key);
      });
    return entry.reading;
  }

  return {
    /** The value of a key. Throws what `read` throws. */
    async get(key = ""): Promise<Value> {
      const entry = find(key);
      const { kept, reading } = entry;
      const age = kept ? timeSince(kept.readAt) : Number.POSITIVE_INFINITY;
      if (kept && age < maxAge) return kept.value;
      if (!kept || age > maxStale) return reading ?? load(key, entry);
      const sinceTry = timeSince(entry.triedAt);
      if (sinceTry < coolDown) return kept.value;
      const newest = (reading ?? load(key, entry)).catch(() => kept.value);
      return sinceTry > refreshAhead ? newest : kept.value;
    },
    /** The value as it is now, however young the kept one is; within the cool-down the kept one. */
    async refresh(key = ""): Promise<Value> {
      const entry = find(key);
      const { kept, reading } = entry;
      if (reading) return reading;
      const isUsable = kept && timeSince(kept.readAt) <= Math.max(maxAge, maxStale);
      return isUsable && timeSince(entry.triedAt) < coolDown ? kept.value : load(key, entry);
    },
    /** Whether a key had a value when it was last read, or `get` knows without reading that it has none. */
    isKnown(key: string): boolean {
      const { kept } = find(key);
      return kept !== undefined && (kept.value !== undefined || timeSince(kept.readAt) < maxAge);
    },
    /** Makes the next `get` read again. */
    forget(key = ""): void {
      store().found.delete(key);
      store().absent.delete(key);
    },
  };
}

/** Keeps an entry as the newest, and drops the oldest above so many. */
export function keepNewest<Value>(
  entries: Map<string, Value>,
  most: number,
  key: string,
  entry: Value,
): void {
  entries.delete(key);
  entries.set(key, entry);
  const [oldest] = entries.keys();
  if (oldest !== undefined && entries.size > most) entries.delete(oldest);
}

/** Absolute, so that a clock that was set back keeps no value forever. */
function timeSince(time: number): number {
  return Math.abs(Date.now() - time);
}
