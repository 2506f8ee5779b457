"use client";

import { useTamboClient } from "@tambo-ai/react";
import { useCallback, useState } from "react";
import { useWhenIdentified } from "#lib/identity/client/use-when-identified.ts";
import { useAnnounce } from "./announcer.tsx";
import { checkSession } from "./check-session.ts";
import type { ThreadSummary } from "./merge-threads.ts";
import { useNotify } from "./notices.tsx";
import { useRemovals } from "./use-removals.ts";

/** Begun, renamed and deleted threads, each shown at once and taken back with a sentence if the server refuses. */
export function useThreadChanges(refetch: () => Promise<unknown>) {
  const client = useTamboClient();
  const whenIdentified = useWhenIdentified();
  const announce = useAnnounce();
  const notify = useNotify();
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const [started, setStarted] = useState<ThreadSummary[]>([]);
  const { removed, remove } = useRemovals(refetch);

  const addStarted = useCallback(
    (id: string, question: string) => {
      setStarted((before) => [
        { id, name: question, updatedAt: new Date().toISOString() },
        ...before.filter((thread) => thread.id !== id),
      ]);
      void refetch();
    },
    [refetch],
  );

  const rename = useCallback(
    async (id: string, name: string) => {
      setNames((before) => new Map(before).set(id, name));
      try {
        await whenIdentified();
        await client.threads.update(id, { name });
        announce(`Renamed to ${name}`);
        await refetch();
      } catch (error) {
        checkSession(error);
        notify({ text: "The name could not be saved. The old one is back." });
      }
      setNames((before) => {
        const after = new Map(before);
        after.delete(id);
        return after;
      });
    },
    [client, whenIdentified, refetch, announce, notify],
  );

  return { names, started, removed, addStarted, rename, remove };
}
