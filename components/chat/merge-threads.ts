export interface ThreadSummary {
  id: string;
  name?: string;
  updatedAt: string;
  /** What was found in a message of it; "" where that is too large to be quoted. */
  snippet?: string;
  archived?: boolean;
}

/** What was done with a thread on this page. */
export interface ThreadChange {
  /** It was begun here; the name is the question. */
  begun?: ThreadSummary;
  /** It was archived or brought back. */
  moved?: ThreadSummary;
  /** A new name that the server may not have confirmed. */
  name?: string;
  isRemoved?: boolean;
}

export type ThreadChanges = ReadonlyMap<string, ThreadChange>;

/** One list, each thread once, newest activity first. The server's word wins, except for changes still under way. */
export function mergeThreads(listed: ThreadSummary[], changes: ThreadChanges): ThreadSummary[] {
  const byId = new Map<string, ThreadSummary>();
  for (const { id, name, updatedAt, archived } of listed)
    if (!byId.has(id)) byId.set(id, { id, name, updatedAt, archived });
  for (const [id, { begun, moved, name, isRemoved }] of changes) {
    const known = byId.get(id) ?? moved ?? begun;
    if (!known) continue;
    // A question that was asked since has brought it back.
    const { archived } = moved && known.updatedAt <= moved.updatedAt ? moved : known;
    byId.set(id, { ...known, archived, name: name ?? known.name ?? begun?.name });
    if (isRemoved) byId.delete(id);
  }
  return [...byId.values()].sort((a, b) =>
    a.updatedAt < b.updatedAt ? 1 : a.updatedAt > b.updatedAt ? -1 : 0,
  );
}

/** What an unnamed thread is called. */
export const UNNAMED = "Untitled chat";
