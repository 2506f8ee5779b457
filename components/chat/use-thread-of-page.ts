"use client";

import { type UseTamboReturn, useTamboThreadInput } from "@tambo-ai/react";
import { usePathname } from "next/navigation";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { textOf } from "./group-turns.ts";
import { useThreads } from "./threads-context.tsx";

const PLACEHOLDER = "placeholder"; // the SDK's id of a thread that has no id yet

/**
 * Keeps address and SDK on one thread. The address leads, except that a new thread gets its
 * address when its first run starts. While `isSwitching`, the SDK still holds another thread.
 */
export function useThreadOfPage({
  currentThreadId,
  messages,
  isIdentified,
  switchThread,
  startNewThread,
}: UseTamboReturn): { threadId: string | undefined; isSwitching: boolean } {
  const { setValue, clearImages } = useTamboThreadInput();
  const { hasStarted, addStarted } = useThreads();
  const pathname = usePathname();
  const wanted = pathname.startsWith("/t/") ? decodeURIComponent(pathname.slice(3)) : undefined;
  const current = currentThreadId === PLACEHOLDER ? undefined : currentThreadId;
  const [shown, setShown] = useState<string | undefined | null>(wanted === current ? wanted : null);

  // A thread whose new address the router has not taken notice of yet.
  const addressed = useRef<string>(undefined);

  const follow = useEffectEvent(() => {
    if (shown !== wanted) {
      // Switching makes the SDK ask for the messages, with or without a bearer.
      if (wanted !== undefined && !isIdentified) return;
      setShown(wanted);
      if (wanted === current) return;
      // In one step with the switch, so that unsent text stays with the thread it was written for.
      setValue("");
      clearImages();
      if (wanted === undefined) startNewThread();
      else switchThread(wanted);
      return;
    }
    if (wanted === current) {
      addressed.current = undefined;
      return;
    }
    if (current !== undefined && current === addressed.current) return;
    const isNew = wanted === undefined && current !== undefined && !hasStarted(current);
    if (current === undefined || !isNew) {
      // The SDK goes to a new thread when its first answer ends, even if the user has left it.
      switchThread(wanted ?? PLACEHOLDER);
      return;
    }
    // Not the router: a navigation would load the page anew in the middle of the answer.
    window.history.replaceState(null, "", `/t/${encodeURIComponent(current)}`);
    const questions = messages.filter(({ role }) => role === "user");
    addStarted(current, questions.map(textOf).find(Boolean) ?? "");
    addressed.current = current;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the address or the SDK has gone on
  useEffect(() => follow(), [wanted, current, shown, isIdentified]);

  return { threadId: wanted ?? current, isSwitching: shown !== wanted && wanted !== current };
}
