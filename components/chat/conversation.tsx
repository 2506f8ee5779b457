"use client";

import { useTambo } from "@tambo-ai/react";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { useStickToBottom } from "use-stick-to-bottom";
import { SayContext } from "#components/tambo/block/say.ts";
import { Hourglass } from "#components/ui/chat-icons.tsx";
import { Bar } from "./bar.tsx";
import { ChatHeader } from "./chat-header.tsx";
import { useChatInfo } from "./chat-info.tsx";
import { Composer, ComposerPlace } from "./composer.tsx";
import { ErrorCard } from "./error-card.tsx";
import { FirstRun } from "./first-run.tsx";
import { focusComposer } from "./focus-composer.ts";
import { groupTurns, textOf } from "./group-turns.ts";
import { NewestPill } from "./newest-pill.tsx";
import { Suggestions } from "./suggestions.tsx";
import { ThreadMissing } from "./thread-missing.tsx";
import { ThreadSkeleton } from "./thread-skeleton.tsx";
import { useAnswerNews } from "./use-answer-news.ts";
import { useAsk } from "./use-ask.ts";
import { useConversationKeys } from "./use-conversation-keys.ts";
import { useFailedIds } from "./use-failed-ids.ts";
import { useOnline } from "./use-online.ts";
import { useReducedMotion } from "./use-reduced-motion.ts";
import { useRunError } from "./use-run-error.ts";
import { useStoppedIds } from "./use-stopped-ids.ts";
import { useStoredThread } from "./use-stored-thread.ts";
import { useThreadOfPage } from "./use-thread-of-page.ts";
import { WaitingRow } from "./waiting-row.tsx";

// An empty chat has none; it comes with the registry.
const Transcript = lazy(() =>
  import("./transcript.tsx").then((module) => ({ default: module.Transcript })),
);

/** One thread, or the beginning of one: header, transcript and composer. */
export function Conversation() {
  const { messages, thread, isIdle } = useTambo();
  const { isReady, load } = useChatInfo().registration;
  const { threadId, isSwitching } = useThreadOfPage();
  const stored = useStoredThread(threadId);
  const ask = useAsk(threadId);
  const { failure: found, isUnsent, isCutOff, unsentIds, secondsLeft } = useRunError(stored.thread);
  // Refused, because another tab asked first: nothing has failed, and it is over with that answer.
  const isRefused = found?.status === 409;
  const isBusyElsewhere = isRefused && stored.isAnsweringElsewhere;
  const failure = isRefused ? undefined : found;
  const isHidden = isSwitching || !isReady;
  const turns = useMemo(
    () => (isHidden ? [] : groupTurns(messages).filter(({ id }) => !unsentIds.has(id))),
    [isHidden, messages, unsentIds],
  );
  useEffect(() => {
    if (threadId) load();
  }, [threadId, load]);
  const [foldedIds, setFoldedIds] = useState<ReadonlySet<string>>(new Set());
  const isOnline = useOnline();
  const motion = useReducedMotion() ? "instant" : "smooth";
  const scroll = useStickToBottom({ initial: "instant", resize: motion });

  const isBusy = ask.isSending || !isIdle;
  const last = turns.at(-1);
  const hasLocalStop = thread?.thread.lastRunCancelled === true;
  const wasStopped = hasLocalStop || (stored.thread?.lastRunCancelled === true && !isBusy);
  const stoppedIds = useStoppedIds(
    stored.thread,
    hasLocalStop && !isBusy ? last?.answers.at(-1)?.id : undefined,
  );
  const failedIds = useFailedIds(isCutOff && !isBusy && !isSwitching ? last?.id : undefined);
  const isAnswering = isBusy || stored.isAnsweringElsewhere;
  useAnswerNews({
    isBusy: isAnswering,
    isBusyElsewhere,
    turn: last,
    wasStopped,
    hasFailed: found !== undefined,
  });
  const stop = stored.isAnsweringElsewhere ? stored.stopElsewhere : ask.stop;
  useConversationKeys({ isBusy: isAnswering, stop });

  function askAndFollow(question: string): boolean {
    if (!isOnline || secondsLeft > 0 || stored.isAnsweringElsewhere) {
      // It says what sending waits for.
      focusComposer();
      return false;
    }
    ask.send(question);
    void scroll.scrollToBottom(motion);
    return true;
  }

  function retry(question: string) {
    if (askAndFollow(question) && last) setFoldedIds((before) => new Set(before).add(last.id));
  }

  if (stored.isMissing) return <ThreadMissing />;
  const lastQuestion = turns.findLast(({ question }) => question)?.question;
  const lastText = lastQuestion && textOf(lastQuestion);
  const answerId = isAnswering || wasStopped || failure ? undefined : last?.answers.at(-1)?.id;
  const isEmpty = threadId === undefined && turns.length === 0 && !isBusy;
  const isLoading = threadId !== undefined && turns.length === 0 && !isBusy && !failure;
  return (
    <main className="flex min-h-0 min-w-0 flex-1 flex-col" data-print-flow>
      <ChatHeader threadId={threadId} storedName={stored.thread?.name ?? lastText} />
      {isBusyElsewhere ? (
        <Bar icon={Hourglass}>This thread is answering in another tab. Your text is kept.</Bar>
      ) : null}
      <div className="relative flex min-h-0 flex-1 flex-col" data-print-flow>
        <div
          ref={scroll.scrollRef}
          data-print-flow
          className="gutter-stable min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 md:px-6"
        >
          <div
            ref={scroll.contentRef}
            className="mx-auto flex min-h-full max-w-column flex-col py-6"
          >
            {isEmpty ? <FirstRun onAsk={askAndFollow} /> : null}
            {isLoading ? <ThreadSkeleton failure={stored.failure} onRetry={stored.retry} /> : null}
            {turns.length > 0 ? (
              <Suspense fallback={null}>
                <SayContext value={askAndFollow}>
                  <Transcript
                    turns={turns}
                    isBusy={isAnswering}
                    wasStopped={wasStopped}
                    stoppedIds={stoppedIds}
                    hasFailed={failure !== undefined}
                    failedIds={failedIds}
                    foldedIds={foldedIds}
                    onAskAgain={askAndFollow}
                  />
                </SayContext>
              </Suspense>
            ) : null}
            {/* It comes in steps, between which nothing shows that there is more. */}
            {stored.isAnsweringElsewhere && last?.answers.length ? <WaitingRow /> : null}
            {answerId ? <Suggestions key={answerId} onAsk={askAndFollow} /> : null}
            {failure && !isBusy ? (
              <ErrorCard
                threadId={threadId}
                failure={failure}
                // An unsent question is back in the field, and sent from there.
                question={isUnsent ? undefined : lastText}
                secondsLeft={secondsLeft}
                onTryAgain={retry}
              />
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
        {isSwitching ? null : (
          <Composer
            isBusy={isAnswering}
            secondsLeft={secondsLeft}
            onSend={askAndFollow}
            onStop={stop}
            lastQuestion={lastText}
          />
        )}
      </ComposerPlace>
    </main>
  );
}
