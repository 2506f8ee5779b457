"use client";

import { useTamboClient, useTamboThreadList } from "@tambo-ai/react";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from "react";
import { checkSession } from "./check-session.ts";
import { mergeThreads, type ThreadSummary } from "./merge-threads.ts";
import { useThreadChanges } from "./use-thread-changes.ts";

const PAGE_SIZE = 50;

interface ThreadsValue {
  threads: ThreadSummary[];
  /** The same list with further threads of the server in it. */
  merge: (further: ThreadSummary[]) => ThreadSummary[];
  isLoading: boolean;
  hasFailed: boolean;
  hasMore: boolean;
  reload: () => void;
  loadMore: () => Promise<void>;
  /** Puts a thread that has just begun at the top, under its question until it has a name. */
  addStarted: (id: string, question: string) => void;
  /** Whether a thread was begun on this page, even if it has been deleted since. */
  hasStarted: (id: string) => boolean;
  rename: (id: string, name: string) => Promise<void>;
  remove: (id: string) => void;
  /** The threads whose answer is being written by this page. */
  running: ReadonlySet<string>;
  setRunning: (id: string, isRunning: boolean) => void;
}

const ThreadsContext = createContext<ThreadsValue | undefined>(undefined);

/** The signed-in user's threads, newest activity first, with changes shown before the server has confirmed them. */
export function ThreadsProvider({ children }: { children: ReactNode }) {
  const client = useTamboClient();
  const list = useTamboThreadList({ limit: PAGE_SIZE });
  const refetch = list.refetch;
  const [older, setOlder] = useState<{ threads: ThreadSummary[]; cursor?: string }>();
  const [running, setRunningIds] = useState<ReadonlySet<string>>(new Set());
  const { names, started, removed, addStarted, rename, remove } = useThreadChanges(refetch);

  const setRunning = useCallback((id: string, isRunning: boolean) => {
    setRunningIds((before) => {
      const after = new Set(before);
      if (isRunning) after.add(id);
      else after.delete(id);
      return after;
    });
  }, []);

  // The reason of the first attempt: the error itself comes after the last.
  useEffect(() => checkSession(list.failureReason), [list.failureReason]);

  const cursor = older ? older.cursor : (list.data?.nextCursor ?? undefined);
  const merge = useCallback(
    (further: ThreadSummary[]) => {
      const listed = [...(list.data?.threads ?? []), ...(older?.threads ?? []), ...further];
      return mergeThreads({ listed, names, started, removed });
    },
    [list.data, older, names, started, removed],
  );
  const value = useMemo<ThreadsValue>(
    () => ({
      threads: merge([]),
      merge,
      isLoading: list.isPending,
      hasFailed: list.isError && list.data === undefined,
      hasMore: cursor !== undefined,
      reload: () => void refetch(),
      loadMore: async () => {
        const page = await client.threads.list({ limit: PAGE_SIZE, cursor });
        setOlder((before) => ({
          threads: [...(before?.threads ?? []), ...page.threads],
          cursor: page.nextCursor ?? undefined,
        }));
      },
      addStarted,
      hasStarted: (id) => started.some((thread) => thread.id === id),
      rename,
      remove,
      running,
      setRunning,
    }),
    [
      merge,
      list.data,
      list.isPending,
      list.isError,
      cursor,
      started,
      running,
      setRunning,
      client,
      refetch,
      addStarted,
      rename,
      remove,
    ],
  );
  return <ThreadsContext value={value}>{children}</ThreadsContext>;
}

export function useThreads(): ThreadsValue {
  const value = useContext(ThreadsContext);
  if (!value) throw new Error("useThreads must be used within ThreadsProvider");
  return value;
}
