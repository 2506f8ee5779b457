"use client";

import { lazy, Suspense } from "react";
import { useStickToBottom } from "use-stick-to-bottom";
import { SayContext } from "#components/tambo/block/say.ts";
import { ArrowDown, Hourglass } from "#components/ui/chat-icons.tsx";
import { ChatHeader } from "./chat-header.tsx";
import { Composer, ComposerPlace } from "./composer.tsx";
import { FirstRun } from "./first-run.tsx";
import { focusComposer } from "./focus.ts";
import { ErrorCard } from "./late-error-card.ts";
import { Bar } from "./online.tsx";
import { ThreadMissing } from "./thread-missing.tsx";
import { ThreadSkeleton } from "./thread-skeleton.tsx";
import { useConversation } from "./use-conversation.ts";
import { WaitingRow } from "./waiting-row.tsx";

// An empty chat has neither; they come with the registry.
const Transcript = lazy(() =>
  import("./transcript.tsx").then((module) => ({ default: module.Transcript })),
);
const Suggestions = lazy(() =>
  import("./transcript.tsx").then((module) => ({ default: module.Suggestions })),
);

/** One thread, or the beginning of one: header, transcript and composer. */
export function Conversation() {
  const conversation = useConversation();
  const { threadId, stored, state, turns, last, lastAnswerId, lastText } = conversation;
  const isCalm =
    typeof matchMedia !== "undefined" && matchMedia("(prefers-reduced-motion: reduce)").matches;
  const motion = isCalm ? "instant" : "smooth";
  const scroll = useStickToBottom({ initial: "instant", resize: motion });

  function askAndFollow(question: string): boolean {
    if (state.canAsk) {
      conversation.send(question);
      void scroll.scrollToBottom(motion);
    }
    // It says what sending waits for.
    else focusComposer();
    return state.canAsk;
  }

  function retry(question: string) {
    if (askAndFollow(question) && last) conversation.fold(last.id);
  }

  if (state.view === "missing") return <ThreadMissing />;
  return (
    <main className="flex min-h-0 min-w-0 flex-1 flex-col" data-print-flow>
      <ChatHeader
        threadId={threadId}
        storedName={stored.thread?.name ?? lastText}
        isLoading={state.view === "loading" && !stored.thread && !stored.failure}
      />
      {state.isHeldUp ? (
        <Bar icon={Hourglass}>This thread is answering in another tab. Your text is kept.</Bar>
      ) : null}
      <div className="relative flex min-h-0 flex-1 flex-col" data-print-flow>
        <div
          ref={scroll.scrollRef}
          data-print-flow
          className="gutter-stable min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 md:px-6"
        >
          {/* biome-ignore lint/a11y/noStaticElementInteractions: it hears of what is used inside */}
          <div
            ref={scroll.contentRef}
            // What is used stays where it is: a click would miss what slides away below it.
            onFocus={scroll.stopScroll}
            className="mx-auto flex min-h-full max-w-column flex-col py-6"
          >
            {state.view === "first-run" ? <FirstRun onAsk={askAndFollow} /> : null}
            {state.view === "loading" ? (
              <ThreadSkeleton failure={stored.failure} onRetry={stored.retry} />
            ) : null}
            {turns.length > 0 ? (
              <Suspense fallback={null}>
                <SayContext value={askAndFollow}>
                  <Transcript conversation={conversation} onAskAgain={askAndFollow} />
                </SayContext>
              </Suspense>
            ) : null}
            {/* It comes in steps, between which nothing shows that there is more. */}
            {stored.isAnsweringElsewhere && lastAnswerId ? <WaitingRow /> : null}
            {state.canSuggest && lastAnswerId ? (
              <Suspense fallback={null}>
                <Suggestions key={lastAnswerId} onAsk={askAndFollow} />
              </Suspense>
            ) : null}
            {state.failure ? (
              <Suspense fallback={null}>
                <ErrorCard
                  threadId={threadId}
                  failure={state.failure}
                  // An unsent question is back in the field, and sent from there.
                  question={conversation.isUnsent ? undefined : lastText}
                  secondsLeft={conversation.secondsLeft}
                  onTryAgain={retry}
                />
              </Suspense>
            ) : null}
          </div>
        </div>
        <div
          aria-hidden
          data-screen-only
          className="pointer-events-none absolute inset-x-0 bottom-0 h-6 bg-linear-to-t from-canvas to-canvas/0"
        />
        {scroll.isAtBottom || turns.length === 0 ? null : (
          <NewestPill onClick={() => void scroll.scrollToBottom("instant")} />
        )}
      </div>
      <ComposerPlace>
        {conversation.isSwitching ? null : (
          <Composer conversation={conversation} onSend={askAndFollow} />
        )}
      </ComposerPlace>
    </main>
  );
}

/** Leads back to the end of a transcript that the reader has scrolled away from. */
function NewestPill({ onClick }: { onClick: () => void }) {
  return (
    <div
      data-screen-only
      className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center"
    >
      <button
        type="button"
        onClick={onClick}
        className="pointer-events-auto inline-flex h-8 items-center gap-1.5 rounded-full border border-line-strong/60 bg-surface px-3 text-help font-medium shadow-sm hover:bg-sunken pointer-coarse:h-11"
      >
        Newest
        <ArrowDown size={14} aria-hidden />
      </button>
    </div>
  );
}
