"use client";

import { useTamboClient } from "@tambo-ai/react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useAnnounce } from "./announcer.tsx";
import { useAttempt } from "./attempt.ts";
import { focusThread } from "./focus.ts";
import type { ThreadChange, ThreadChanges, ThreadSummary } from "./merge-threads.ts";
import { useNotify } from "./notices.tsx";

/** Begun, renamed, archived and deleted threads, each shown at once and taken back with a sentence if the server refuses. */
export function useThreadChanges(refetch: () => Promise<unknown>) {
  const client = useTamboClient();
  const attempt = useAttempt();
  const announce = useAnnounce();
  const notify = useNotify();
  const [changes, setChanges] = useState<ThreadChanges>(new Map());
  const put = (id: string, change: ThreadChange) =>
    setChanges((before) => new Map(before).set(id, { ...before.get(id), ...change }));

  /** Puts a thread that has just begun at the top, under its question until it has a name. */
  function addStarted(id: string, question: string) {
    put(id, { begun: { id, name: question, updatedAt: new Date().toISOString() } });
    void refetch();
  }

  async function rename(id: string, name: string) {
    put(id, { name });
    await attempt(async () => {
      await client.threads.update(id, { name });
      announce(`Renamed to ${name}`);
      await refetch();
    }, "The name could not be saved. The old one is back.");
    put(id, { name: undefined });
  }

  async function move(thread: ThreadSummary, archived: boolean): Promise<boolean> {
    const { id, name, updatedAt } = thread;
    put(id, { moved: { id, name, updatedAt, archived } });
    const isDone = await attempt(
      () => client.patch<void>(`/v1/threads/${encodeURIComponent(id)}`, { body: { archived } }),
      archived ? "The thread could not be archived." : "The thread could not be brought back.",
    );
    if (!isDone) put(id, { moved: { id, name, updatedAt, archived: !archived } });
    return isDone;
  }

  /** Puts a thread into the archive, or takes it out of it. */
  async function archive(thread: ThreadSummary, archived: boolean): Promise<void> {
    if (!(await move(thread, archived))) return;
    notify({
      text: archived ? "Thread archived" : "Thread brought back",
      action: {
        label: "Undo",
        run: () => {
          void move(thread, !archived);
          focusThread(thread.id);
        },
      },
    });
  }

  const remove = useRemoval(refetch, (id, isRemoved) => put(id, { isRemoved }));
  return { changes, addStarted, rename, archive, remove };
}

/** Deletes threads. They leave the list at once; the request is sent when Undo is over, or when the page is left. */
function useRemoval(
  refetch: () => Promise<unknown>,
  setRemoved: (id: string, isRemoved: boolean) => void,
) {
  const client = useTamboClient();
  const attempt = useAttempt();
  const notify = useNotify();
  /** What takes back each one that has not been sent. */
  const waiting = useRef(new Map<string, () => void>());

  function restore(id: string) {
    waiting.current.delete(id);
    setRemoved(id, false);
  }

  async function send(id: string) {
    if (!waiting.current.delete(id)) return;
    const isDone = await attempt(async () => {
      // The page may be on its way out.
      await client.threads.delete(id, {}, { fetchOptions: { keepalive: true } });
      await refetch();
    }, "The thread could not be deleted. It is back in the list.");
    if (!isDone) restore(id);
  }

  function remove(id: string) {
    setRemoved(id, true);
    function undo() {
      restore(id);
      focusThread(id);
    }
    const close = notify({
      text: "Thread deleted",
      action: { label: "Undo", run: undo },
      onEnd: () => void send(id),
    });
    waiting.current.set(id, () => {
      close();
      restore(id);
    });
  }

  const sendAll = useEffectEvent(() => {
    for (const id of waiting.current.keys()) void send(id);
  });
  useEffect(() => {
    function undoLast(event: KeyboardEvent) {
      const isField =
        event.target instanceof HTMLElement && event.target.matches("input, textarea");
      if (event.key !== "z" || !(event.ctrlKey || event.metaKey) || isField) return;
      const undo = [...waiting.current.values()].at(-1);
      if (!undo) return;
      // The browser would take back what was last typed, in a field that has not the focus.
      event.preventDefault();
      undo();
    }
    addEventListener("pagehide", sendAll);
    addEventListener("keydown", undoLast);
    return () => {
      removeEventListener("pagehide", sendAll);
      removeEventListener("keydown", undoLast);
    };
  }, []);

  return remove;
}
