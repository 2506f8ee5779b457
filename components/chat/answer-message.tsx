"use client";

import type { ReactTamboThreadMessage } from "@tambo-ai/react";
import { Message } from "@tambo-ai/react-ui-base/message";
import { lazy, Suspense } from "react";
import { closeMarkdown } from "./close-markdown.ts";
import { ToolRow } from "./tool-row.tsx";

const Markdown = lazy(() =>
  import("./markdown.tsx").then((module) => ({ default: module.Markdown })),
);

interface AnswerMessageProps {
  message: ReactTamboThreadMessage;
  isArriving: boolean;
}

/** One message of an answer: its text, components and tool calls in the order they came. */
export function AnswerMessage({ message, isArriving }: AnswerMessageProps) {
  if (message.content.length === 0) return null;
  return (
    <Message.Root message={message} isLoading={isArriving} className="space-y-3">
      {message.content.map((block, index) => {
        if (block.type === "component")
          return (
            <Suspense key={block.id} fallback={<div className="skeleton h-72 rounded-card!" />}>
              {block.renderedComponent}
            </Suspense>
          );
        if (block.type === "tool_use")
          return (
            <ToolRow key={block.id} message={message} toolUse={block} isRunning={isArriving} />
          );
        if (block.type !== "text") return null;
        const isLast = isArriving && index === message.content.length - 1;
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
    </Message.Root>
  );
}
