import { expect, test } from "vitest";
import { readThreadState, type ThreadFacts, type ThreadState } from "./thread-state.ts";

/** An open thread whose last question has its answer. */
const answered: ThreadFacts = {
  isNew: false,
  isMissing: false,
  isEmpty: false,
  hasTurns: true,
  isRunning: false,
  isAnsweringElsewhere: false,
  wasStopped: false,
  isOnline: true,
  secondsLeft: 0,
};
const done: ThreadState = {
  view: "messages",
  answer: "ended",
  isAnswering: false,
  isHeldUp: false,
  failure: undefined,
  canAsk: true,
  canSuggest: true,
};
const opened = { ...answered, hasTurns: false };
const fresh = { ...opened, isNew: true };
const elsewhere = { answer: "elsewhere", isAnswering: true, canAsk: false, canSuggest: false };
const here = { answer: "here", isAnswering: true, canSuggest: false };
const busy = { status: 409 };
const cut = { code: "LLM_ERROR" };
const tooMany = { status: 429, retryAfterSeconds: 24 };

test.each<[string, ThreadFacts, object]>([
  ["first run", fresh, { view: "first-run" }],
  ["the first question being sent", { ...fresh, isRunning: true }, here],
  [
    "the first question refused, its text back in the field",
    { ...fresh, failure: tooMany, secondsLeft: 24 },
    { view: "first-run", failure: tooMany, canAsk: false, canSuggest: false },
  ],
  ["loading a thread", opened, { view: "loading" }],
  ["a thread whose messages were all deleted", { ...opened, isEmpty: true }, { view: "first-run" }],
  [
    "a thread whose answer is written before it is loaded",
    { ...opened, isAnsweringElsewhere: true },
    { view: "loading", ...elsewhere },
  ],
  [
    "a session that ended before the thread was loaded",
    { ...opened, failure: { status: 401 } },
    { failure: { status: 401 }, canSuggest: false },
  ],
  ["missing", { ...opened, isMissing: true }, { view: "missing" }],
  ["done", answered, {}],
  ["streaming", { ...answered, isRunning: true }, here],
  [
    "the next question being sent after one that failed",
    { ...answered, isRunning: true, failure: cut },
    here,
  ],
  [
    "the next question being sent after a stop",
    { ...answered, isRunning: true, wasStopped: true },
    here,
  ],
  ["stopped", { ...answered, wasStopped: true }, { answer: "stopped", canSuggest: false }],
  ["cut off", { ...answered, failure: cut }, { failure: cut, canSuggest: false }],
  [
    "one question too many, after a stop",
    { ...answered, wasStopped: true, failure: tooMany, secondsLeft: 24 },
    { answer: "stopped", failure: tooMany, canAsk: false, canSuggest: false },
  ],
  ["answering elsewhere", { ...answered, isAnsweringElsewhere: true }, elsewhere],
  [
    "a session that ended while another tab's answer is written",
    { ...answered, isAnsweringElsewhere: true, failure: { status: 401 } },
    { ...elsewhere, failure: { status: 401 } },
  ],
  [
    "refused, because another tab asked first",
    { ...answered, isAnsweringElsewhere: true, failure: busy },
    { ...elsewhere, isHeldUp: true },
  ],
  ["refused for an answer that is complete now", { ...answered, failure: busy }, {}],
  ["offline", { ...answered, isOnline: false }, { canAsk: false }],
])("%s", (_, facts, expected) => {
  expect(readThreadState(facts)).toEqual({ ...done, ...expected });
});
