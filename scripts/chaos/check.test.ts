import { expect, test } from "vitest";
import { checkThread, type Stored } from "./check.ts";

const turn = (text: string, answer?: string) => ({
  user: "user-1",
  text,
  answer,
  isAcknowledged: answer !== undefined,
  outcome: "200",
  faults: new Set<string>(),
  milliseconds: 1,
});
const TURNS = [
  turn("user-1 says 1", "one"),
  turn("user-1 says 2"),
  turn("user-1 says 3", "You said: user-1 says 3."),
];
const WHOLE = ["user-1 says 1", "one", "user-1 says 3", "You said: user-1 says 3."];

/** Questions and answers by turns, each a second after the one before. */
const store = (texts: string[]): Stored[] =>
  texts.map((text, at) => ({
    id: `msg_${at}`,
    role: /^user-\d+ says/.test(text) ? "user" : "assistant",
    text,
    createdAt: `2026-11-29T00:00:0${at}.000Z`,
  }));

const [one, answer, three, last] = WHOLE as [string, string, string, string];

test.each<[string, string[], string[]]>([
  ["what is whole", WHOLE, []],
  ["a question whose user saw no answer", [one, answer, "user-1 says 2", three, last], []],
  ["a question that is lost", [one, answer], ['"user-1 says 3" is lost']],
  ["a question twice", [...WHOLE, one, answer], ['"user-1 says 1" is there 2 times']],
  ["a question too early", [three, last, one, answer], ['"user-1 says 3" is out of order']],
  [
    "an answer that is cut off",
    [one, "on", three, last],
    ['"user-1 says 1" has another answer than its user saw'],
  ],
  ["what somebody else said", [...WHOLE, "user-11 says 4"], ['"user-11 says 4" is foreign']],
])("it finds nothing but what is wrong: %s", (_, texts, flaws) => {
  expect(checkThread(TURNS, store(texts)).map(({ flaw }) => flaw)).toEqual(flaws);
});

test("it finds two messages of the same time", () => {
  const stored = store(WHOLE).map((message) => ({ ...message, createdAt: "2026-11-29" }));
  expect(checkThread(TURNS, stored).map(({ flaw }) => flaw)).toEqual(
    WHOLE.slice(1).map((text) => `"${text}" is not younger than the one before`),
  );
});
