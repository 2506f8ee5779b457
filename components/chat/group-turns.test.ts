import type { ReactTamboThreadMessage } from "@tambo-ai/react";
import { expect, test } from "vitest";
import { groupTurns, textOf } from "./group-turns.ts";

function message(
  id: string,
  role: "user" | "assistant" | "system",
  content: ReactTamboThreadMessage["content"] = [{ type: "text", text: id }],
): ReactTamboThreadMessage {
  return { id, role, content };
}

const toolResult = message("result", "user", [
  { type: "tool_result", toolUseId: "call_1", content: [{ type: "text", text: "6" }] },
]);

test("a tool round stays inside the answer of its question", () => {
  const turns = groupTurns([
    message("q1", "user"),
    message("a1", "assistant"),
    toolResult,
    message("a2", "assistant"),
    message("q2", "user"),
  ]);
  expect(turns.map(({ id, answers }) => [id, answers.map((answer) => answer.id)])).toEqual([
    ["q1", ["a1", "a2"]],
    ["q2", []],
  ]);
  expect(turns.map(({ results }) => [...results])).toEqual([
    [["call_1", toolResult.content[0]]],
    [],
  ]);
});

test("a thread that begins with an answer keeps it, and system messages are not shown", () => {
  const turns = groupTurns([message("s", "system"), message("a", "assistant")]);
  expect(turns.map(({ id, question }) => [id, question])).toEqual([["a", undefined]]);
});

test("files that left before their question belong to it, and only to that", () => {
  const file = { type: "resource" as const, resource: { name: "a.png", blob: "" } };
  const turns = groupTurns([
    message("q1", "user"),
    message("files", "user", [file]),
    message("q2", "user"),
    message("a2", "assistant"),
    message("q3", "user"),
  ]);
  expect(turns.map(({ id, question }) => [id, question?.content.length])).toEqual([
    ["q1", 1],
    ["q2", 2],
    ["q3", 1],
  ]);
});

test("the words of a message leave components out", () => {
  const answer = message("a", "assistant", [
    { type: "text", text: "One" },
    { type: "component", id: "c", name: "Chart", props: {} },
    { type: "text", text: "two " },
  ]);
  expect(textOf(answer)).toBe("One\n\ntwo");
});
