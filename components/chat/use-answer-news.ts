"use client";

import { useEffect, useRef } from "react";
import { useAnnounce } from "./announcer.tsx";
import { focusComposer } from "./focus-composer.ts";
import type { Turn } from "./group-turns.ts";

const REMINDER = 10_000; // milliseconds

interface AnswerNews {
  isBusy: boolean;
  /** Another tab asked for the answer, and a question from here was refused because of it. */
  isBusyElsewhere: boolean;
  turn: Turn | undefined;
  wasStopped: boolean;
  hasFailed: boolean;
}

/** Tells screen readers when an answer begins, goes on, and ends. Its words are left to the reader. */
export function useAnswerNews(news: AnswerNews): void {
  const announce = useAnnounce();
  const newest = useRef(news);
  useEffect(() => {
    newest.current = news;
  });

  const { isBusy } = news;
  const wasBusy = useRef(isBusy);
  const wasBusyElsewhere = useRef(false);
  useEffect(() => {
    if (isBusy === wasBusy.current) return;
    wasBusy.current = isBusy;
    const { isBusyElsewhere, turn, wasStopped, hasFailed } = newest.current;
    if (isBusy) {
      wasBusyElsewhere.current = isBusyElsewhere;
      announce(isBusyElsewhere ? "This thread is answering in another tab" : "Writing an answer");
      return;
    }
    // The error card is an alert of its own. What was refused here says nothing of the other answer.
    if (hasFailed && !wasBusyElsewhere.current) return;
    announce(wasStopped ? "Stopped" : `Answer complete.${listComponents(turn)}`);
    if (wasStopped) focusComposer();
  }, [isBusy, announce]);

  useEffect(() => {
    if (!isBusy) return;
    const timer = setInterval(() => announce("Still writing"), REMINDER);
    return () => clearInterval(timer);
  }, [isBusy, announce]);
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
