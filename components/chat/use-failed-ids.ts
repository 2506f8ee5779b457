"use client";

import { useEffect, useState } from "react";
import { useChatInfo } from "./chat-info.tsx";

/** The ids of turns whose answer was cut off here. Kept, because the SDK only knows of the last run. */
export function useFailedIds(failedNow: string | undefined): ReadonlySet<string> {
  const { runsUnderWay } = useChatInfo();
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    // A question that is just being sent is in the thread before the failure of the former has gone.
    if (failedNow === undefined || runsUnderWay.current > 0) return;
    setIds((before) => (before.has(failedNow) ? before : new Set(before).add(failedNow)));
  });
  return ids;
}
