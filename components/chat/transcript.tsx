"use client";

import { memo } from "react";
import { AnswerView } from "./answer-view.tsx";
import { type Endings, isSameTurn, type Turn, textOf } from "./group-turns.ts";

interface TranscriptProps {
  turns: Turn[];
  /** The last answer is still being written. */
  isBusy: boolean;
  /** The last answer was stopped, perhaps before it had a message. */
  wasStopped: boolean;
  hasFailed: boolean;
  endings: Endings;
  onAskAgain: (question: string) => void;
}

/** The questions and answers. A log that is not read out by itself: the announcer says when to look. */
export function Transcript({
  turns,
  isBusy,
  wasStopped,
  hasFailed,
  endings,
  onAskAgain,
}: TranscriptProps) {
  return (
    <div role="log" aria-live="off" aria-label="Conversation" className="space-y-6">
      {turns.map((turn, index) => {
        const isLast = index === turns.length - 1;
        return (
          <TurnView
            key={turn.id}
            turn={turn}
            isLast={isLast}
            isBusy={isLast && isBusy}
            wasStopped={
              (isLast && wasStopped) || turn.answers.some(({ id }) => endings.stopped.has(id))
            }
            canAskAgain={isLast && !hasFailed}
            // The last one is followed by what went wrong.
            isIncomplete={!isLast && endings.failed.has(turn.id)}
            isFolded={endings.folded.has(turn.id)}
            onAskAgain={onAskAgain}
          />
        );
      })}
    </div>
  );
}

interface TurnViewProps extends Pick<TranscriptProps, "isBusy" | "wasStopped" | "onAskAgain"> {
  turn: Turn;
  isLast: boolean;
  isIncomplete: boolean;
  isFolded: boolean;
  canAskAgain: boolean;
}

// While an answer arrives only its own turn is drawn again.
const TurnView = memo(
  function TurnView({
    turn,
    isLast,
    isFolded,
    isBusy,
    wasStopped,
    isIncomplete,
    canAskAgain,
    onAskAgain,
  }: TurnViewProps) {
    const question = turn.question && textOf(turn.question);
    const shown = (
      <div className={isLast ? "space-y-5" : "turn-containment space-y-5"}>
        {question ? (
          <article className="flex flex-col items-end">
            <h2 tabIndex={-1} className="sr-only">
              You asked
            </h2>
            <p className="max-w-11/12 whitespace-pre-wrap rounded-bubble rounded-br-tag bg-brand-soft forced-colors:border px-4 py-2.5 text-reading md:max-w-bubble">
              {question}
            </p>
          </article>
        ) : null}
        <AnswerView
          turn={turn}
          isBusy={isBusy}
          wasStopped={wasStopped}
          isIncomplete={isIncomplete}
          onAskAgain={canAskAgain && question ? () => onAskAgain(question) : undefined}
        />
      </div>
    );
    if (!isFolded) return shown;
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
