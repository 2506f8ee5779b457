"use client";

import { useTamboClient } from "@tambo-ai/react";
import { useEffect, useState } from "react";
import { checkSession } from "./attempt.ts";
import type { ThreadSummary } from "./merge-threads.ts";
import { useThreads } from "./threads-context.tsx";

const MOST_FOUND = 100;
const PAUSE = 200; // milliseconds after the last letter

/**
 * The threads whose name has the searched words: at once those that are listed here, and soon those
 * that only the server knows. A Tambo API that knows no search gives the first page, which is
 * filtered here as well.
 */
export function useThreadSearch(search: string): { found: ThreadSummary[]; isSearching: boolean } {
  const client = useTamboClient();
  const { threads, merge } = useThreads();
  const [answer, setAnswer] = useState<{ search: string; threads: ThreadSummary[] }>();

  useEffect(() => {
    if (search === "") return;
    const controller = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const page = await client.threads.list(
          { limit: MOST_FOUND },
          { query: { limit: MOST_FOUND, search }, signal: controller.signal },
        );
        setAnswer({ search, threads: page.threads });
      } catch (error) {
        if (controller.signal.aborted) return;
        checkSession(error);
        // What is listed here is still found.
        setAnswer({ search, threads: [] });
      }
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [search, client]);

  if (search === "") return { found: threads, isSearching: false };
  const isAnswered = answer?.search === search;
  const wanted = search.toLocaleLowerCase();
  const found = merge(isAnswered ? answer.threads : []).filter(({ name }) =>
    name?.toLocaleLowerCase().includes(wanted),
  );
  return { found, isSearching: !isAnswered };
}
