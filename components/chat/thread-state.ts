import type { Failure } from "./failure.ts";

/** What is known of the thread that the page shows. */
export interface ThreadFacts {
  /** It has no address yet. */
  isNew: boolean;
  /** It was deleted, or it belongs to somebody else. */
  isMissing: boolean;
  /** It is stored, and has no messages: each was deleted. */
  isEmpty: boolean;
  /** Whether there are messages to show. */
  hasTurns: boolean;
  /** A question of this page is being sent or answered. */
  isRunning: boolean;
  /** An answer is being written that this page did not ask for. */
  isAnsweringElsewhere: boolean;
  /** The last answer was stopped. */
  wasStopped: boolean;
  /** What went wrong with the last question. */
  failure?: Failure;
  isOnline: boolean;
  /** Seconds until a message is taken again. */
  secondsLeft: number;
}

export type ThreadState = ReturnType<typeof readThreadState>;

/** What state a thread is in. */
export function readThreadState(facts: ThreadFacts) {
  const { isRunning, isAnsweringElsewhere, isOnline, secondsLeft } = facts;
  // Nothing has failed then, and it is over with the other answer.
  const isRefused = facts.failure?.status === 409;
  const failure = isRunning || isRefused ? undefined : facts.failure;
  const answer = findAnswer(facts);
  return {
    view: findView(facts, failure),
    /** Who is writing the last answer, or how it ended. */
    answer,
    isAnswering: isRunning || isAnsweringElsewhere,
    /** A question was refused, because another tab had asked first. */
    isHeldUp: isRefused && isAnsweringElsewhere,
    /** What went wrong, where it is to be shown. */
    failure,
    canAsk: isOnline && secondsLeft === 0 && !isAnsweringElsewhere,
    /** Whether the last answer is followed by suggestions. */
    canSuggest: answer === "ended" && failure === undefined,
  };
}

function findAnswer(facts: ThreadFacts) {
  if (facts.isRunning) return "here";
  if (facts.isAnsweringElsewhere) return "elsewhere";
  return facts.wasStopped ? "stopped" : "ended";
}

function findView(facts: ThreadFacts, failure: Failure | undefined) {
  if (facts.isMissing) return "missing";
  if (facts.hasTurns || facts.isRunning) return "messages";
  if (facts.isNew || (facts.isEmpty && !failure)) return "first-run";
  return failure ? "messages" : "loading";
}
