"use client";

import { useEffect, useEffectEvent } from "react";
import { isComposing } from "#components/ui/is-composing.ts";
import { focusComposer } from "./focus.ts";

/** Escape closes what is open, else stops the answer, else leaves the search; Alt+↑ and Alt+↓ walk over the messages. */
export function useConversationKeys({ isBusy, stop }: { isBusy: boolean; stop: () => void }): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || isComposing(event)) return;
    if (event.key === "Escape") {
      const search = findSearch(event.target);
      const drawer = search?.closest("dialog");
      // By itself the browser would empty the field first.
      if (drawer) drawer.close();
      else if (isSomethingOpen()) return;
      else if (isBusy) stop();
      else if (search) leaveSearch(search);
      else return;
    } else if (event.altKey && event.key === "ArrowUp") focusMessage(-1);
    else if (event.altKey && event.key === "ArrowDown") focusMessage(1);
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}

function findSearch(target: EventTarget | null): HTMLFormElement | null {
  return target instanceof Element ? target.closest<HTMLFormElement>("search form") : null;
}

function leaveSearch(search: HTMLFormElement): void {
  search.reset();
  focusComposer();
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
