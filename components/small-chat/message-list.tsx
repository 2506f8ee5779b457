"use client";

import { type ReactTamboThreadMessage, useTambo } from "@tambo-ai/react";
import { Message } from "@tambo-ai/react-ui-base/message";
import { ToolcallInfo } from "@tambo-ai/react-ui-base/toolcall-info";
import { Suspense } from "react";
import { useStickToBottom } from "use-stick-to-bottom";
import { Markdown } from "#components/chat/markdown.tsx";

/** The thread: questions, and answers as they arrive. It follows the newest words until one scrolls up. */
export function MessageList() {
  const { messages, isIdle } = useTambo();
  const { scrollRef, contentRef } = useStickToBottom({ initial: "instant" });
  const shown = messages.filter((message) => message.role !== "system" && hasWords(message));
  return (
    <div ref={scrollRef} className="min-h-0 flex-1 overflow-y-auto px-4">
      <div
        ref={contentRef}
        // Not read out word by word: the status below says when to look.
        role="log"
        aria-live="off"
        aria-label="Conversation"
        className="mx-auto max-w-column space-y-5 py-6"
      >
        {shown.length === 0 ? (
          <p className="pt-16 text-center text-reading text-quiet">Ask something to begin.</p>
        ) : null}
        {shown.map((message, index) => (
          <MessageView
            key={message.id}
            message={message}
            isArriving={!isIdle && index === shown.length - 1}
          />
        ))}
        <p role="status" className="min-h-6 text-help text-quiet">
          {isIdle ? (
            <span className="sr-only">{shown.length > 0 ? "Answer complete" : ""}</span>
          ) : (
            "Writing…"
          )}
        </p>
      </div>
    </div>
  );
}

/** Whether there is something to see: a message may carry nothing but the answers of tools. */
function hasWords({ content }: ReactTamboThreadMessage): boolean {
  return content.some(({ type }) => type !== "tool_result");
}

interface MessageViewProps {
  message: ReactTamboThreadMessage;
  isArriving: boolean;
}

function MessageView({ message, isArriving }: MessageViewProps) {
  const isQuestion = message.role === "user";
  return (
    <Message.Root
      message={message}
      isLoading={isArriving}
      render={(props) => <article {...props} />}
      className={
        isQuestion
          ? "ml-auto w-fit max-w-11/12 rounded-bubble bg-brand-soft px-4 py-2.5"
          : "space-y-3"
      }
    >
      <h2 className="sr-only">{isQuestion ? "You asked" : "Answer"}</h2>
      {message.content.map((block, index) => {
        if (block.type === "component")
          return (
            <Suspense key={block.id} fallback={<div className="skeleton h-24" />}>
              {block.renderedComponent}
            </Suspense>
          );
        if (block.type === "tool_use")
          return (
            <ToolcallInfo.Root
              key={block.id}
              {...{ message, toolUse: block, isLoading: isArriving }}
            >
              <p className="text-help text-quiet">
                <ToolcallInfo.StatusText />
              </p>
            </ToolcallInfo.Root>
          );
        if (block.type !== "text") return null;
        // biome-ignore lint/suspicious/noArrayIndexKey: text has no id, and blocks are only ever added at the end.
        return <Markdown key={index} text={block.text} />;
      })}
    </Message.Root>
  );
}
