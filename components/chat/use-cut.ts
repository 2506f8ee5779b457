"use client";

import { type TamboThreadMessage, useTamboClient } from "@tambo-ai/react";
import { createContext, useContext } from "react";
import { loadFileRoom } from "#components/files/file-button.tsx";
import { useAttempt } from "./attempt.ts";
import { readFailure } from "./failure.ts";
import { groupTurns, type Turn, textOf } from "./group-turns.ts";

interface TurnActions {
  threadId: string;
  /** Reads the thread anew. */
  reload: () => Promise<void>;
}

/** Absent with a Tambo API elsewhere, which knows no such call. During an answer CSS hides what they are for. */
export const TurnActionsContext = createContext<TurnActions | undefined>(undefined);

/** Whether a question would be taken now. */
export const CanAskContext = createContext(false);

const FAILURES = {
  pair: "The question could not be deleted. Try again when no answer is being written.",
  rest: "The question could not be changed. Your text is still there: try again when no answer is being written.",
};

/** Removes a question with its answer, or with everything after it; false where that failed, with a notice. */
export function useCut(turn: Turn) {
  const client = useTamboClient();
  const attempt = useAttempt();
  const cutting = useContext(TurnActionsContext);
  if (!cutting) return undefined;
  const { threadId, reload } = cutting;

  /** A message of the turn that the server knows: it gives a question that was asked here an id of its own. */
  async function findStoredId(): Promise<string | undefined> {
    if (turn.answers[0]) return turn.answers[0].id;
    const { messages } = await client.threads.messages.list(threadId);
    const stored = groupTurns(messages as TamboThreadMessage[]);
    const isThis = ({ question, answers }: Turn) =>
      answers.length === 0 &&
      question &&
      turn.question &&
      textOf(question) === textOf(turn.question);
    return (stored.find(({ id }) => id === turn.id) ?? stored.findLast(isThis))?.id;
  }

  const cut = (extent: keyof typeof FAILURES) =>
    attempt(async () => {
      const id = await findStoredId();
      const path = `/v1/threads/${encodeURIComponent(threadId)}/messages/${encodeURIComponent(id ?? "")}`;
      if (id !== undefined)
        await client.delete(path, { query: { extent }, maxRetries: 0 }).catch((error) => {
          // Another tab did it, or this one whose reading anew failed.
          if (readFailure(error).status !== 404) throw error;
        });
      await reload();
    }, FAILURES[extent]);

  /** The files of the question, those that were left out as well; undefined where that failed, with a notice. */
  async function readFiles(): Promise<File[] | undefined> {
    const { question } = turn;
    const sent = question?.content.filter(({ type }) => type === "resource") ?? [];
    if (!question || sent.length === 0) return [];
    let files: File[] | undefined;
    await attempt(async () => {
      const { readSentFiles } = await loadFileRoom();
      const isWhole = sent.every((block) => block.type === "resource" && block.resource.blob);
      const whole = isWhole
        ? question
        : await client.threads.messages.get(question.id, { threadId });
      files = readSentFiles(whole.content as TamboThreadMessage["content"]);
    }, "The files of the question could not be read. Your text is still there: try again.");
    return files;
  }

  return { cut, readFiles };
}
