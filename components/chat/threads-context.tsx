"use client";

import { useTamboClient, useTamboThreadList } from "@tambo-ai/react";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react";
import { checkSession, useAttempt } from "./attempt.ts";
import { mergeThreads, type ThreadSummary } from "./merge-threads.ts";
import { useThreadChanges } from "./use-thread-changes.ts";

const PAGE_SIZE = 50;

const ThreadsContext = createContext<ReturnType<typeof useThreadsValue> | undefined>(undefined);

/** The signed-in user's threads, newest activity first, with changes shown before the server has confirmed them. */
export function ThreadsProvider({ children }: { children: ReactNode }) {
  return <ThreadsContext value={useThreadsValue()}>{children}</ThreadsContext>;
}

export function useThreads() {
  const value = useContext(ThreadsContext);
  if (!value) throw new Error("useThreads must be used within ThreadsProvider");
  return value;
}

function useThreadsValue() {
  const client = useTamboClient();
  const attempt = useAttempt();
  const { data, isPending, isError, failureReason, refetch } = useTamboThreadList({
    limit: PAGE_SIZE,
  });
  const [older, setOlder] = useState<{ threads: ThreadSummary[]; cursor?: string }>();
  const [running, setRunningIds] = useState<ReadonlySet<string>>(new Set());
  const { changes, ...actions } = useThreadChanges(refetch);
  const cursor = older ? older.cursor : (data?.nextCursor ?? undefined);

  const setRunning = useCallback((id: string, isRunning: boolean) => {
    setRunningIds((before) => {
      const others = [...before].filter((other) => other !== id);
      return new Set(isRunning ? [...others, id] : others);
    });
  }, []);

  // The reason of the first attempt: the error itself comes after the last.
  useEffect(() => checkSession(failureReason), [failureReason]);

  function merge(further: ThreadSummary[]): ThreadSummary[] {
    const listed = [...(data?.threads ?? []), ...(older?.threads ?? []), ...further];
    return mergeThreads(listed, changes);
  }

  async function loadMore() {
    await attempt(async () => {
      const page = await client.threads.list({ limit: PAGE_SIZE, cursor });
      setOlder((before) => ({
        threads: [...(before?.threads ?? []), ...page.threads],
        cursor: page.nextCursor ?? undefined,
      }));
    }, "Earlier threads could not be loaded. Try again.");
  }

  const threads = merge([]).filter(({ archived }) => !archived);
  // A question has brought it back from the archive.
  const isUnlisted = [...running].some((id) => !threads.some((thread) => thread.id === id));
  useEffect(() => {
    if (isUnlisted) void refetch();
  }, [isUnlisted, refetch]);

  return {
    threads,
    /** The same list with further threads of the server in it, and those that are archived. */
    merge,
    isLoading: isPending,
    hasFailed: isError && data === undefined,
    hasMore: cursor !== undefined,
    reload: refetch,
    loadMore,
    ...actions,
    /** Whether a thread was begun on this page, even if it has been deleted since. */
    hasStarted: (id: string) => changes.get(id)?.begun !== undefined,
    /** The threads whose answer is being written by this page. */
    running,
    setRunning,
  };
}
