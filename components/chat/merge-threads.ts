export interface ThreadSummary {
  id: string;
  name?: string;
  updatedAt: string;
  /** What was found in a message of it; "" where that is too large to be quoted. */
  snippet?: string;
  archived?: boolean;
}

interface Known {
  listed: ThreadSummary[];
  /** New names that the server may not have confirmed. */
  names: ReadonlyMap<string, string>;
  /** Threads begun on this page; the name is the question. */
  started: ThreadSummary[];
  removed: ReadonlySet<string>;
  /** Threads that were archived or brought back on this page. */
  moved: ThreadSummary[];
}

/** One list, each thread once, newest activity first. The server's word wins, except for changes still under way. */
export function mergeThreads({ listed, names, started, removed, moved }: Known): ThreadSummary[] {
  const byId = new Map<string, ThreadSummary>();
  for (const { id, name, updatedAt, archived } of listed)
    if (!byId.has(id)) byId.set(id, { id, name, updatedAt, archived });
  for (const thread of moved) {
    const known = byId.get(thread.id) ?? thread;
    // A question that was asked since has brought it back.
    if (known.updatedAt <= thread.updatedAt)
      byId.set(thread.id, { ...known, archived: thread.archived });
  }
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
