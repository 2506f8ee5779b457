"use client";

import { useEffect } from "react";
import { isComposing } from "#lib/client/is-composing.ts";

/** Escape stops the answer unless something is open; Alt+↑ and Alt+↓ walk over the messages. */
export function useConversationKeys({ isBusy, stop }: { isBusy: boolean; stop: () => void }): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || isComposing(event)) return;
      if (event.key === "Escape" && isBusy && !isSomethingOpen()) stop();
      else if (event.altKey && event.key === "ArrowUp") focusMessage(-1);
      else if (event.altKey && event.key === "ArrowDown") focusMessage(1);
      else return;
      event.preventDefault();
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [isBusy, stop]);
}

function isSomethingOpen(): boolean {
  return document.querySelector('dialog[open], [role="menu"], [role="dialog"]') !== null;
}

function focusMessage(step: 1 | -1): void {
  const headings = [...document.querySelectorAll<HTMLElement>("article > h2")];
  const at = headings.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? headings.at(step < 0 ? -1 : 0) : headings[at + step];
  next?.focus({ preventScroll: true });
  next?.closest("article")?.scrollIntoView({ block: "nearest" });
}
