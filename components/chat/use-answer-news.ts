"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import { useAnnounce } from "./announcer.tsx";
import { focusComposer } from "./focus.ts";
import type { Turn } from "./group-turns.ts";
import type { ThreadState } from "./thread-state.ts";

const REMINDER = 10_000; // milliseconds

/** Tells screen readers when an answer begins, goes on, and ends. Its words are left to the reader. */
export function useAnswerNews(
  state: ThreadState,
  turn: Turn | undefined,
  hasFailed: boolean,
): void {
  const announce = useAnnounce();
  const { isAnswering } = state;
  const wasAnswering = useRef(isAnswering);
  const wasHeldUp = useRef(false);

  const tell = useEffectEvent(() => {
    if (isAnswering) {
      wasHeldUp.current = state.isHeldUp;
      announce(state.isHeldUp ? "This thread is answering in another tab" : "Writing an answer");
      return;
    }
    // The error card is an alert of its own. What was refused here says nothing of the other answer.
    if (hasFailed && !wasHeldUp.current) return;
    const wasStopped = state.answer === "stopped";
    announce(wasStopped ? "Stopped" : `Answer complete.${listComponents(turn)}`);
    if (wasStopped) focusComposer();
  });
  useEffect(() => {
    if (isAnswering === wasAnswering.current) return;
    wasAnswering.current = isAnswering;
    tell();
  }, [isAnswering]);

  useEffect(() => {
    if (!isAnswering) return;
    const timer = setInterval(() => announce("Still writing"), REMINDER);
    return () => clearInterval(timer);
  }, [isAnswering, announce]);
}

function listComponents(turn: Turn | undefined): string {
  const blocks = turn?.answers.flatMap(({ content }) => content) ?? [];
  return blocks
    .flatMap((block) => (block.type === "component" ? [block] : []))
    .map(({ name, props }) => {
      const title =
        typeof props === "object" && props && "title" in props ? `: ${props.title}` : "";
      return ` ${name}${title}.`;
    })
    .join("");
}
