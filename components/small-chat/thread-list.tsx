"use client";

import { useTambo, useTamboThreadList } from "@tambo-ai/react";
import { useEffect } from "react";
import { Button } from "#components/ui/button.tsx";

/** The user's threads, the newest first, and the way to a new one. */
export function ThreadList() {
  const { currentThreadId, isIdle, isIdentified, switchThread, startNewThread } = useTambo();
  const { data, isError, refetch } = useTamboThreadList();

  // An answer may have begun a thread, or named one.
  useEffect(() => {
    if (isIdle && isIdentified) void refetch();
  }, [isIdle, isIdentified, refetch]);

  return (
    <nav aria-label="Threads" className="space-y-2">
      <Button variant="outline" className="w-full" onClick={() => startNewThread()}>
        New chat
      </Button>
      {isError ? <p className="text-help text-muted">Your threads could not be loaded.</p> : null}
      <ul>
        {data?.threads.map(({ id, name }) => (
          <li key={id}>
            <button
              type="button"
              aria-current={id === currentThreadId ? "page" : undefined}
              onClick={() => switchThread(id)}
              className="w-full truncate rounded-control px-2.5 py-2 text-left text-control hover:bg-line/50 aria-[current]:bg-surface aria-[current]:font-medium"
            >
              {name ?? "New chat"}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
