"use client";

import type { ReactTamboThreadMessage } from "@tambo-ai/react";
import { lazy, Suspense } from "react";
import { BlockPhaseContext } from "#components/tambo/block/phase.ts";
import { ChevronRight } from "#components/ui/chat-icons.tsx";
import { closeMarkdown } from "./close-markdown.ts";
import type { Turn } from "./group-turns.ts";
import { ToolRow } from "./tool-row.tsx";

const Markdown = lazy(() =>
  import("./markdown.tsx").then((module) => ({ default: module.Markdown })),
);

interface AnswerMessageProps {
  message: ReactTamboThreadMessage;
  results: Turn["results"];
  isArriving: boolean;
  /** The message that the SDK is adding to. */
  openId: string | undefined;
}

/** One message of an answer: its text, components and tool calls in the order they came. */
export function AnswerMessage({ message, results, isArriving, openId }: AnswerMessageProps) {
  const { content, reasoning } = message;
  if (content.length === 0 && !reasoning) return null;
  return (
    // Not `Message.Root`: each of those goes through the whole thread with every word that arrives in it.
    <div className="space-y-3">
      {reasoning ? (
        <Reasoning sections={reasoning} isThinking={isArriving && content.length === 0} />
      ) : null}
      {content.map((block, index) => {
        if (block.type === "component")
          return (
            <Suspense key={block.id} fallback={<div className="skeleton h-72 rounded-card!" />}>
              <BlockPhaseContext
                value={
                  block.streamingState === "done"
                    ? "done"
                    : message.id === openId
                      ? "arriving"
                      : "cut"
                }
              >
                {block.renderedComponent}
              </BlockPhaseContext>
            </Suspense>
          );
        if (block.type === "tool_use")
          return (
            <ToolRow
              key={block.id}
              toolUse={block}
              result={results.get(block.id)}
              isRunning={isArriving}
            />
          );
        if (block.type !== "text") return null;
        const isLast = isArriving && index === content.length - 1;
        const shown = isLast ? closeMarkdown(block.text) : block.text;
        return (
          <Suspense
            // biome-ignore lint/suspicious/noArrayIndexKey: text blocks have no id, and blocks are only ever added at the end.
            key={index}
            fallback={<p className="whitespace-pre-wrap text-reading">{shown}</p>}
          >
            <Markdown text={shown} />
          </Suspense>
        );
      })}
    </div>
  );
}

/** What the model wrote to itself before it answered: folded, because it is long and no part of the answer. */
function Reasoning({ sections, isThinking }: { sections: string[]; isThinking: boolean }) {
  return (
    <details data-screen-only className="group/reasoning text-help text-quiet">
      <summary className="flex min-h-6 w-fit cursor-pointer list-none items-center [&::-webkit-details-marker]:hidden gap-1 rounded-control hover:text-ink pointer-coarse:min-h-11">
        {isThinking ? "Thinking…" : "Thoughts"}
        <ChevronRight
          size={14}
          aria-hidden
          className="transition-transform group-open/reasoning:rotate-90"
        />
      </summary>
      <p className="mt-2 whitespace-pre-wrap border-l-2 border-line pl-3">
        {sections.join("\n\n")}
      </p>
    </details>
  );
}
