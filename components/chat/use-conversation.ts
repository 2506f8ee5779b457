"use client";

import { useTambo } from "@tambo-ai/react";
import { useChatInfo } from "./chat-info.tsx";
import { groupTurns, textOf } from "./group-turns.ts";
import { useOnline } from "./online.tsx";
import { readThreadState } from "./thread-state.ts";
import { useAnswerNews } from "./use-answer-news.ts";
import { useAsk } from "./use-ask.ts";
import { useConversationKeys } from "./use-conversation-keys.ts";
import { useEndings } from "./use-endings.ts";
import { useRunError } from "./use-run-error.ts";
import { useStoredThread } from "./use-stored-thread.ts";
import { useThreadOfPage } from "./use-thread-of-page.ts";

export type ConversationValue = ReturnType<typeof useConversation>;

/** The thread of the page, from the SDK, the server and what happens here: its messages, its state, and what can be done. */
export function useConversation() {
  // Once, and handed on: each call goes through the whole thread with every word that arrives.
  const tambo = useTambo();
  const { messages, thread, isIdle, currentThreadId } = tambo;
  const { isReady } = useChatInfo().registration;
  const { threadId, isSwitching } = useThreadOfPage(tambo);
  const stored = useStoredThread(tambo, threadId);
  const ask = useAsk(tambo, threadId);
  const { failure, isUnsent, isCutOff, unsentIds, secondsLeft } = useRunError(tambo, stored.thread);
  const isOnline = useOnline();

  const isHidden = isSwitching || !isReady;
  const turns = isHidden ? [] : groupTurns(messages).filter(({ id }) => !unsentIds.has(id));
  const last = turns.at(-1);
  const lastAnswerId = last?.answers.at(-1)?.id;
  const isRunning = ask.isSending || !isIdle;
  const wasStoppedHere = thread?.thread.lastRunCancelled === true;
  const state = readThreadState({
    isNew: threadId === undefined,
    isMissing: stored.isMissing,
    isEmpty: stored.thread?.messages.length === 0,
    hasTurns: turns.length > 0,
    isRunning,
    isAnsweringElsewhere: stored.isAnsweringElsewhere,
    wasStopped: wasStoppedHere || stored.thread?.lastRunCancelled === true,
    failure,
    isOnline,
    secondsLeft,
  });
  const { endings, fold } = useEndings(stored.thread, {
    stopped: wasStoppedHere && !isRunning ? lastAnswerId : undefined,
    failed: isCutOff && !isRunning && !isSwitching ? last?.id : undefined,
  });
  const { stopElsewhere } = stored;
  const stop = stored.isAnsweringElsewhere ? stopElsewhere : ask.stop;
  useAnswerNews(state, last, failure !== undefined);
  useConversationKeys({ isBusy: state.isAnswering, stop });

  const lastQuestion = turns.findLast(({ question }) => question)?.question;
  return {
    threadId,
    currentThreadId,
    openId: isIdle ? undefined : messages.at(-1)?.id,
    isSwitching,
    stored,
    state,
    turns,
    last,
    lastAnswerId,
    lastText: lastQuestion && textOf(lastQuestion),
    endings,
    fold,
    isUnsent,
    secondsLeft,
    send: ask.send,
    stop,
  };
}
