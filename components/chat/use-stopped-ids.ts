"use client";

import { useEffect, useState } from "react";
import type { StoredThread } from "./use-stored-thread.ts";

/**
 * The ids of answers that were stopped: those that the server marks, and the one that was stopped
 * here. Kept, because the SDK only knows of the last run.
 */
export function useStoppedIds(
  stored: StoredThread | undefined,
  stoppedHere: string | undefined,
): ReadonlySet<string> {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const marked = (stored?.messages ?? []).filter((message) => message.isCancelled);
    const found = [...marked.map(({ id }) => id), ...(stoppedHere ? [stoppedHere] : [])];
    setIds((before) =>
      found.every((id) => before.has(id)) ? before : new Set([...before, ...found]),
    );
  }, [stored, stoppedHere]);
  return ids;
}
