"use client";

import { type ReactTamboThreadMessage, useTambo, useTamboThreadList } from "@tambo-ai/react";
import { Message } from "@tambo-ai/react-ui-base/message";
import { ToolcallInfo } from "@tambo-ai/react-ui-base/toolcall-info";
import { Suspense, useEffect } from "react";
import { useStickToBottom } from "use-stick-to-bottom";
import { Markdown } from "#components/chat/markdown.tsx";
import { APP_NAME } from "#components/ui/brand.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { announceSignOut } from "#lib/identity/client/use-user-token.ts";
import { Composer } from "./composer.tsx";

interface ChatProps {
  /** Who is signed in, in words. */
  userName: string;
  /** Where the account is seen to, if that can be done here. */
  accountPath?: string;
}

/** The whole page of a signed-in user: threads, conversation, composer. */
export function Chat({ userName, accountPath }: ChatProps) {
  return (
    <div className="flex h-dvh flex-col md:flex-row">
      <header className="flex flex-col gap-4 border-line bg-sunken p-3 max-md:max-h-1/3 max-md:overflow-y-auto max-md:border-b md:w-sidebar md:border-r">
        <h1 className="px-2.5 text-section font-semibold">{APP_NAME}</h1>
        <div className="min-h-0 flex-1 overflow-y-auto">
          <ThreadList />
        </div>
        {/* A form, not fetch: the provider may answer with a page of its own. */}
        <form
          method="post"
          action="/sign-out"
          onSubmit={() => {
            sessionStorage.clear();
            announceSignOut();
          }}
          className="flex items-center gap-2"
        >
          <p className="min-w-0 flex-1 truncate px-2.5 text-help text-quiet">
            {accountPath ? <a href={accountPath}>{userName}</a> : userName}
          </p>
          <button type="submit" className={buttonClass({ size: "small" })}>
            Sign out
          </button>
        </form>
      </header>
      <main className="flex min-h-0 min-w-0 flex-1 flex-col">
        <MessageList />
        <Composer />
      </main>
    </div>
  );
}

/** The user's threads, the newest first, and the way to a new one. */
function ThreadList() {
  const { currentThreadId, isIdle, isIdentified, switchThread, startNewThread } = useTambo();
  const { data, isError, refetch } = useTamboThreadList();

  // An answer may have begun a thread, or named one.
  useEffect(() => {
    if (isIdle && isIdentified) void refetch();
  }, [isIdle, isIdentified, refetch]);

  return (
    <nav aria-label="Threads" className="space-y-2">
      <Button variant="outline" className="w-full" onClick={() => startNewThread()}>
        New chat
      </Button>
      {isError ? <p className="text-help text-quiet">Your threads could not be loaded.</p> : null}
      <ul>
        {data?.threads.map(({ id, name }) => (
          <li key={id}>
            <button
              type="button"
              aria-current={id === currentThreadId ? "page" : undefined}
              onClick={() => switchThread(id)}
              className="w-full truncate rounded-control px-2.5 py-2 text-left text-control hover:bg-line/50 aria-[current]:bg-surface aria-[current]:font-medium"
            >
              {name ?? "New chat"}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The thread: questions, and answers as they arrive. It follows the newest words until one scrolls up. */
function MessageList() {
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
