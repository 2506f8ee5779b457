"use client";

import { Suspense, useEffect } from "react";
import { useAnnounce } from "./announcer.tsx";
import type { Failure } from "./failure.ts";
import { LoadFailure } from "./late-error-card.ts";

const LONG = 1_000; // milliseconds

interface ThreadSkeletonProps {
  failure: Failure | undefined;
  onRetry: () => void;
}

/** Two messages to come. Nothing is seen at first: most threads are there before anybody looks. */
export function ThreadSkeleton({ failure, onRetry }: ThreadSkeletonProps) {
  const announce = useAnnounce();
  useEffect(() => {
    const timer = setTimeout(announce, LONG, "Loading the thread");
    return () => clearTimeout(timer);
  }, [announce]);

  if (failure) {
    return (
      <Suspense fallback={null}>
        <LoadFailure failure={failure} onRetry={onRetry} />
      </Suspense>
    );
  }
  return (
    <div
      className="space-y-6 transition-all delay-200 duration-0 starting:invisible"
      aria-busy="true"
    >
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
