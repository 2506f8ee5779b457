"use client";

import { useEffect, useState } from "react";
import { useAnnounce } from "./announcer.tsx";
import { describeError, type Failure } from "./describe-error.ts";
import { Problem } from "./problem.tsx";

const UNNOTICED = 200; // milliseconds
const LONG = 1_000; // milliseconds

interface ThreadSkeletonProps {
  failure: Failure | undefined;
  onRetry: () => void;
}

/** Two messages to come. Nothing at first: most threads are there before anybody looks. */
export function ThreadSkeleton({ failure, onRetry }: ThreadSkeletonProps) {
  const [isShown, setShown] = useState(false);
  const announce = useAnnounce();
  useEffect(() => {
    const timers = [
      setTimeout(setShown, UNNOTICED, true),
      setTimeout(announce, LONG, "Loading the thread"),
    ];
    return () => timers.forEach(clearTimeout);
  }, [announce]);

  if (failure) return <Problem {...describeError(failure)} onTryAgain={onRetry} />;
  if (!isShown) return null;
  return (
    <div className="space-y-6" aria-busy="true">
      <div className="flex justify-end">
        <div className="skeleton h-11 w-1/2 rounded-bubble!" />
      </div>
      <div className="space-y-2.5">
        <div className="skeleton h-4 w-11/12" />
        <div className="skeleton h-4 w-4/5" />
        <div className="skeleton h-4 w-2/3" />
      </div>
    </div>
  );
}
