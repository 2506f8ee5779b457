"use client";

import {
  type TamboThreadMessage,
  type UseTamboReturn,
  useTamboThread,
  useTamboThreadInput,
} from "@tambo-ai/react";
import { useCallback, useEffect, useState } from "react";
import { checkSession } from "./attempt.ts";
import { readFailure } from "./failure.ts";
import { useThreads } from "./threads-context.tsx";

const LOOK_AGAIN = 1_500; // milliseconds, while an answer is written elsewhere

export type StoredThread = NonNullable<ReturnType<typeof useTamboThread>["data"]>;

/** The thread as the server has it, asked for when the page opens it. Follows an answer that this page did not start. */
export function useStoredThread(tambo: UseTamboReturn, threadId: string | undefined) {
  const { client, messages, currentThreadId, isIdle, streamingState, dispatch } = tambo;
  const { error: sendError } = useTamboThreadInput();
  const { reload } = useThreads();
  const [opened, setOpened] = useState<string>();
  const hasRunHere = streamingState.startTime !== undefined || !isIdle;
  const isOpen =
    threadId !== undefined &&
    threadId === currentThreadId &&
    (!hasRunHere || (opened === threadId && isIdle));
  const query = useTamboThread(threadId ?? "", {
    enabled: isOpen && (messages.length === 0 || opened === threadId),
    retry: false,
    refetchOnWindowFocus: false,
    refetchInterval: ({ state }) => (state.data?.runStatus === "streaming" ? LOOK_AGAIN : false),
  });
  const data = isOpen ? query.data : undefined;
  const isAnsweringElsewhere = data?.runStatus === "streaming";
  const wasAnswering = opened === threadId;
  const { refetch } = query;

  useEffect(() => checkSession(query.error), [query.error]);

  // Refused, because another tab asked first. Only what the server has now says how that goes on.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each refusal, in the thread that it is about
  useEffect(() => {
    if (threadId === undefined || readFailure(sendError).status !== 409) return;
    void refetch().then(({ isSuccess }) => {
      if (isSuccess) setOpened(threadId);
    });
  }, [sendError]);

  // Replaces the thread: messages that are already there would keep the state they had.
  const show = useCallback(
    ({ id, name, messages, lastCompletedRunId }: StoredThread) => {
      const initialThread = { messages: settle(messages), name };
      dispatch({ type: "START_NEW_THREAD", threadId: id, initialThread });
      if (lastCompletedRunId)
        dispatch({ type: "SET_LAST_COMPLETED_RUN_ID", threadId: id, lastCompletedRunId });
    },
    [dispatch],
  );

  const reloadThread = useCallback(async () => {
    const { data: now } = await refetch({ throwOnError: true });
    // If another thread has been opened meanwhile, this is that one.
    if (now && now.id === threadId) show(now);
  }, [refetch, show, threadId]);

  useEffect(() => {
    if (!data || !threadId || !(isAnsweringElsewhere || wasAnswering)) return;
    show(data);
    setOpened(isAnsweringElsewhere ? threadId : undefined);
    if (isAnsweringElsewhere || data.name) return;
    // The SDK names a thread after an answer only where it was asked for.
    client.beta.threads
      .generateName(threadId)
      .then(() => reload())
      // It stays under its question.
      .catch(() => {});
  }, [data, threadId, isAnsweringElsewhere, wasAnswering, client, reload, show]);

  const failure = query.isError && messages.length === 0 ? readFailure(query.error) : undefined;
  return {
    thread: data,
    isMissing: failure?.status === 404,
    failure,
    retry: () => void query.refetch(),
    /** Shows the thread as the server has it now. Rejects if that cannot be read. */
    reload: reloadThread,
    /** An answer is being written that another tab, or this one before a reload, asked for. */
    isAnsweringElsewhere,
    /** Stops that answer. The SDK only knows the runs it began itself. */
    stopElsewhere: () => {
      if (!threadId || !data?.currentRunId) return;
      client.threads.runs
        .delete(data.currentRunId, { threadId })
        // It may have ended by itself: the next look shows how it is.
        .catch(() => {})
        .finally(() => void query.refetch());
    },
  };
}

/** Stands in a thread without messages. The SDK would load those itself, in the middle of the next question. */
const NOTHING: TamboThreadMessage = { id: "nothing", role: "system", content: [] };

function settle(messages: StoredThread["messages"]): TamboThreadMessage[] {
  if (messages.length === 0) return [NOTHING];
  return messages.map((message) => ({
    ...(message as TamboThreadMessage),
    content: message.content.map((block) =>
      // As the SDK marks what it loads itself: nothing of it is still arriving.
      block.type === "component" ? { ...block, streamingState: "done" } : block,
    ) as TamboThreadMessage["content"],
  }));
}
