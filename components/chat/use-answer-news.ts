"use client";

import { useEffect, useRef } from "react";
import { useAnnounce } from "./announcer.tsx";
import { focusComposer } from "./focus-composer.ts";
import type { Turn } from "./group-turns.ts";

const REMINDER = 10_000; // milliseconds

interface AnswerNews {
  isBusy: boolean;
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
  useEffect(() => {
    if (isBusy === wasBusy.current) return;
    wasBusy.current = isBusy;
    if (isBusy) {
      announce("Writing an answer");
      return;
    }
    const { turn, wasStopped, hasFailed } = newest.current;
    // The error card is an alert of its own.
    if (hasFailed) return;
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
