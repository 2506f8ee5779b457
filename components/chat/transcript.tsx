"use client";

import { memo, useMemo } from "react";
import { ShownFiles } from "#components/files/shown-files.tsx";
import { CircleStop, RefreshCw } from "#components/ui/chat-icons.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { CircleAlert } from "#components/ui/icons.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { AnswerMessage } from "./answer-message.tsx";
import { useChatInfo } from "./chat-info.tsx";
import { isSameTurn, type Turn, textOf } from "./group-turns.ts";
import { Question } from "./question.tsx";
import { Thumbs } from "./thumbs.tsx";
import type { ConversationValue } from "./use-conversation.ts";
import { CanAskContext, TurnActionsContext } from "./use-cut.ts";
import { WaitingRow } from "./waiting-row.tsx";

export { Suggestions } from "./suggestions.tsx";

interface TranscriptProps {
  conversation: ConversationValue;
  onAskAgain: (question: string) => void;
}

/** The questions and answers. A log that is not read out by itself: the announcer says when to look. */
export function Transcript({ conversation, onAskAgain }: TranscriptProps) {
  const { threadId, turns, openId, endings, state } = conversation;
  const { reload } = conversation.stored;
  const { keepsData } = useChatInfo().config;
  // The same while it says the same: every question is drawn again with another one.
  const actions = useMemo(
    () => (keepsData && threadId ? { threadId, reload } : undefined),
    [keepsData, threadId, reload],
  );
  return (
    <div
      role="log"
      aria-live="off"
      aria-label="Conversation"
      data-busy={state.isAnswering || undefined}
      className="space-y-6"
    >
      <TurnActionsContext value={actions}>
        <CanAskContext value={state.canAsk && !state.isAnswering}>
          {turns.map((turn, index) => {
            const isLast = index === turns.length - 1;
            return (
              <TurnView
                key={turn.id}
                turn={turn}
                openId={isLast ? openId : undefined}
                isLast={isLast}
                isBusy={isLast && state.isAnswering}
                // Perhaps before it had a message.
                wasStopped={
                  (isLast && state.answer === "stopped") ||
                  turn.answers.some(({ id }) => endings.stopped.has(id))
                }
                canAskAgain={isLast && state.failure === undefined}
                // The last one is followed by what went wrong.
                isIncomplete={!isLast && endings.failed.has(turn.id)}
                isFolded={endings.folded.has(turn.id)}
                onAskAgain={onAskAgain}
              />
            );
          })}
        </CanAskContext>
      </TurnActionsContext>
    </div>
  );
}

interface TurnViewProps extends Pick<TranscriptProps, "onAskAgain"> {
  turn: Turn;
  /** The message that the SDK is adding to, if any. */
  openId: string | undefined;
  isLast: boolean;
  /** Its answer is still being written. */
  isBusy: boolean;
  wasStopped: boolean;
  /** It was cut off, and another question has been asked since. */
  isIncomplete: boolean;
  isFolded: boolean;
  canAskAgain: boolean;
}

// While an answer arrives only its own turn is drawn again.
const TurnView = memo(
  function TurnView({ turn, isBusy, wasStopped, isIncomplete, ...props }: TurnViewProps) {
    const { answers } = turn;
    const question = turn.question && textOf(turn.question);
    const text = answers
      .filter(({ id }) => !id.startsWith("notice_"))
      .map(textOf)
      .filter(Boolean)
      .join("\n\n");
    const lastAnswer = answers.at(-1);
    const lastBlock = lastAnswer?.content.at(-1);
    // Text and components show by themselves that they are arriving.
    const isWaiting = isBusy && (lastBlock === undefined || lastBlock.type === "tool_use");
    const shown = (
      <div className={props.isLast ? "space-y-5" : "turn-containment space-y-5"}>
        {turn.question ? (
          <article className="group flex flex-col items-end gap-2">
            <h2 tabIndex={-1} className="sr-only">
              You asked
            </h2>
            <Question turn={turn}>
              <ShownFiles message={turn.question} />
              {question ? (
                <p className="max-w-11/12 whitespace-pre-wrap rounded-bubble rounded-br-tag bg-brand-soft forced-colors:border px-4 py-2.5 text-reading md:max-w-bubble">
                  {question}
                </p>
              ) : null}
            </Question>
          </article>
        ) : null}
        {answers.length > 0 || isBusy || wasStopped || isIncomplete ? (
          <article className="space-y-3">
            <h2 tabIndex={-1} className="sr-only">
              Answer
            </h2>
            {answers.map((message, index) => (
              <AnswerMessage
                key={message.id}
                message={message}
                results={turn.results}
                isArriving={isBusy && index === answers.length - 1}
                openId={props.openId}
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
              <div data-screen-only className="-ml-1.5 flex flex-wrap gap-0.5">
                {text ? <CopyButton label="Copy answer" write={() => text} /> : null}
                {props.canAskAgain && question ? (
                  <IconButton
                    icon={RefreshCw}
                    iconSize={15}
                    label="Try again"
                    onClick={() => props.onAskAgain(question)}
                  />
                ) : null}
                {lastAnswer ? <Thumbs key={lastAnswer.id} message={lastAnswer} /> : null}
              </div>
            )}
          </article>
        ) : null}
      </div>
    );
    if (!props.isFolded) return shown;
    return (
      <details className="text-help text-quiet">
        <summary>An attempt that failed</summary>
        <div className="pt-4 text-ink">{shown}</div>
      </details>
    );
  },
  // `onAskAgain`, which JSON leaves out, is new each time but does the same.
  ({ turn, ...before }, { turn: other, ...after }) =>
    JSON.stringify(before) === JSON.stringify(after) && isSameTurn(turn, other),
);
