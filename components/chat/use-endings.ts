"use client";

import { useCallback, useEffect, useState } from "react";
import { useChatInfo } from "./chat-info.tsx";
import type { Endings } from "./group-turns.ts";
import type { StoredThread } from "./use-stored-thread.ts";

const NONE: Endings = { stopped: new Set(), failed: new Set(), folded: new Set() };

/**
 * Remembers how answers ended, from the server's marks and from what happens here just now: the ids of
 * an answer that was stopped and of a turn whose answer was cut off.
 */
export function useEndings(
  stored: StoredThread | undefined,
  now: { stopped?: string; failed?: string },
) {
  const { runsUnderWay } = useChatInfo();
  const [endings, setEndings] = useState(NONE);

  const add = useCallback((kind: keyof Endings, ids: string[]) => {
    setEndings((before) =>
      ids.every((id) => before[kind].has(id))
        ? before
        : { ...before, [kind]: new Set([...before[kind], ...ids]) },
    );
  }, []);

  useEffect(() => {
    const marked = (stored?.messages ?? []).filter((message) => message.isCancelled);
    add("stopped", [...marked.map(({ id }) => id), ...(now.stopped ? [now.stopped] : [])]);
  }, [stored, now.stopped, add]);
  useEffect(() => {
    // A question that is just being sent is in the thread before the failure of the former has gone.
    if (now.failed !== undefined && runsUnderWay.current === 0) add("failed", [now.failed]);
  });

  return { endings, fold: (id: string) => add("folded", [id]) };
}
