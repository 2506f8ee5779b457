export interface ThreadSummary {
  id: string;
  name?: string;
  updatedAt: string;
  /** What was found in a message of it; "" where that is too large to be quoted. */
  snippet?: string;
}

interface Known {
  listed: ThreadSummary[];
  /** New names that the server may not have confirmed. */
  names: ReadonlyMap<string, string>;
  /** Threads begun on this page; the name is the question. */
  started: ThreadSummary[];
  removed: ReadonlySet<string>;
}

/** One list, each thread once, newest activity first. The server's word wins, except for changes still under way. */
export function mergeThreads({ listed, names, started, removed }: Known): ThreadSummary[] {
  const byId = new Map<string, ThreadSummary>();
  for (const { id, name, updatedAt } of listed)
    if (!byId.has(id)) byId.set(id, { id, name, updatedAt });
  for (const begun of started) {
    const known = byId.get(begun.id);
    byId.set(begun.id, known ? { ...known, name: known.name ?? begun.name } : begun);
  }
  return [...byId.values()]
    .filter(({ id }) => !removed.has(id))
    .map((thread) => ({ ...thread, name: names.get(thread.id) ?? thread.name }))
    .sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : a.updatedAt > b.updatedAt ? -1 : 0));
}

/** What an unnamed thread is called. */
export const UNNAMED = "Untitled chat";
