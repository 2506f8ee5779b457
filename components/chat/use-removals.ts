"use client";

import { useTamboClient } from "@tambo-ai/react";
import { useCallback, useEffect, useRef, useState } from "react";
import { useWhenIdentified } from "#lib/identity/client/use-when-identified.ts";
import { checkSession } from "./check-session.ts";
import { focusThread } from "./focus-thread.ts";
import { useNotify } from "./notices.tsx";

/** Deleted threads. They leave the list at once; the request is sent when Undo is over, or when the page is left. */
export function useRemovals(refetch: () => Promise<unknown>) {
  const client = useTamboClient();
  const whenIdentified = useWhenIdentified();
  const notify = useNotify();
  const [removed, setRemoved] = useState<ReadonlySet<string>>(new Set());
  const waiting = useRef(new Map<string, () => void>());

  const restore = useCallback((id: string) => {
    waiting.current.delete(id);
    setRemoved((before) => new Set([...before].filter((other) => other !== id)));
  }, []);

  const send = useCallback(
    async (id: string) => {
      if (!waiting.current.delete(id)) return;
      try {
        await whenIdentified();
        // The page may be on its way out.
        await client.threads.delete(id, {}, { fetchOptions: { keepalive: true } });
        await refetch();
      } catch (error) {
        checkSession(error);
        restore(id);
        notify({ text: "The thread could not be deleted. It is back in the list." });
      }
    },
    [client, whenIdentified, refetch, restore, notify],
  );

  const remove = useCallback(
    (id: string) => {
      setRemoved((before) => new Set(before).add(id));
      const undo = () => {
        close();
        restore(id);
      };
      const close = notify({
        text: "Thread deleted",
        action: {
          label: "Undo",
          run: () => {
            restore(id);
            focusThread(id);
          },
        },
        onEnd: () => void send(id),
      });
      waiting.current.set(id, undo);
    },
    [notify, restore, send],
  );

  useEffect(() => {
    function sendAll() {
      for (const id of waiting.current.keys()) void send(id);
    }
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
  }, [send]);

  return { removed, remove };
}
