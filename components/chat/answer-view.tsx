"use client";

import type { ReactTamboThreadMessage } from "@tambo-ai/react";
import { Message } from "@tambo-ai/react-ui-base/message";
import { lazy, Suspense } from "react";
import { Button } from "#components/ui/button.tsx";
import { CircleStop, RefreshCw } from "#components/ui/chat-icons.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { CircleAlert } from "#components/ui/icons.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { closeMarkdown } from "./close-markdown.ts";
import { type Turn, textOf } from "./group-turns.ts";
import { ToolRow } from "./tool-row.tsx";
import { WaitingRow } from "./waiting-row.tsx";

const Markdown = lazy(() =>
  import("./markdown.tsx").then((module) => ({ default: module.Markdown })),
);

interface AnswerViewProps {
  turn: Turn;
  isBusy: boolean;
  wasStopped: boolean;
  /** It was cut off, and another question has been asked since. */
  isIncomplete: boolean;
  onAskAgain?: () => void;
}

/** An answer without a bubble: its text, components and tool calls in the order they came. */
export function AnswerView({
  turn,
  isBusy,
  wasStopped,
  isIncomplete,
  onAskAgain,
}: AnswerViewProps) {
  const { answers } = turn;
  const text = answers.map(textOf).filter(Boolean).join("\n\n");
  const lastBlock = answers.at(-1)?.content.at(-1);
  // Text and components show by themselves that they are arriving.
  const isWaiting = isBusy && (lastBlock === undefined || lastBlock.type === "tool_use");
  if (answers.length === 0 && !isBusy && !wasStopped && !isIncomplete) return null;
  return (
    <article className="space-y-3">
      <h2 tabIndex={-1} className="sr-only">
        Answer
      </h2>
      {answers.map((message, index) => (
        <AnswerMessage
          key={message.id}
          message={message}
          isArriving={isBusy && index === answers.length - 1}
        />
      ))}
      {isWaiting ? <WaitingRow /> : null}
      {wasStopped && !isBusy ? <Tag icon={CircleStop}>Stopped by you</Tag> : null}
      {isIncomplete ? (
        <Tag tone="warn" icon={CircleAlert}>
          Incomplete
        </Tag>
      ) : null}
      {isBusy ? null : (
        <div data-screen-only className="-ml-1.5 flex gap-0.5">
          {text ? <CopyButton label="Copy answer" write={() => text} /> : null}
          {onAskAgain ? (
            <Button size="icon-small" aria-label="Try again" onClick={onAskAgain}>
              <RefreshCw size={15} aria-hidden />
            </Button>
          ) : null}
        </div>
      )}
    </article>
  );
}

interface AnswerMessageProps {
  message: ReactTamboThreadMessage;
  isArriving: boolean;
}

function AnswerMessage({ message, isArriving }: AnswerMessageProps) {
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
