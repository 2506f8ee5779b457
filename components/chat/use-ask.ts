"use client";

import { type UseTamboReturn, useIsTamboTokenUpdating, useTamboThreadInput } from "@tambo-ai/react";
import { useEffect, useRef, useState } from "react";
import { fileRoom } from "#components/files/file-button.tsx";
import { useChatInfo } from "./chat-info.tsx";
import { useThreads } from "./threads-context.tsx";

type Action = Parameters<UseTamboReturn["dispatch"]>[0];
type RunErrorEvent = Extract<Action, { type: "EVENT" }>["event"];

/** Asking and stopping in the current thread. */
export function useAsk(tambo: UseTamboReturn, threadId: string | undefined) {
  const { isIdle, isStreaming, isIdentified, currentThreadId, cancelRun, dispatch } = tambo;
  const { value, setValue, submit, isPending, images, addImages, removeImage } =
    useTamboThreadInput();
  const isUpdatingToken = useIsTamboTokenUpdating();
  const { runsUnderWay, registration } = useChatInfo();
  const { setRunning } = useThreads();
  const [waiting, setWaiting] = useState<string>();
  const [isStopping, setStopping] = useState(false);
  const [settled, setSettled] = useState(0);
  const draft = useRef("");
  const leaving = useRef(images);
  // Its thread is known once it has started.
  const runHere = useRef<{ threadId?: string }>(undefined);
  const isReady = isIdle && isIdentified && !isUpdatingToken && !isPending && registration.isReady;

  const isOpenOrWritten = threadId !== undefined || value !== "" || waiting !== undefined;
  useEffect(() => {
    if (isOpenOrWritten) registration.load();
  }, [isOpenOrWritten, registration.load]);

  // The SDK sends what is in the field, so the question goes there first; a draft is put aside.
  useEffect(() => {
    if (waiting === undefined) return;
    if (value !== waiting) {
      draft.current = value;
      setValue(waiting);
      return;
    }
    if (!isReady) return;
    setWaiting(undefined);
    runsUnderWay.current += 1;
    const run: { threadId?: string } = {};
    runHere.current = run;
    leaving.current = images;
    fileRoom()?.showLeaving(images, tambo);
    submit()
      // The failure is shown from the SDK's state, where later renders find it too.
      .catch(() => {
        // The SDK puts every failed question back, also one that is in the thread already.
        if (run.threadId) setValue((text) => (text === waiting ? "" : text));
        else if (images.length > 0) return addImages(images.map(({ file }) => file));
      })
      .finally(() => {
        runsUnderWay.current -= 1;
        if (runHere.current === run) runHere.current = undefined;
        if (run.threadId) setRunning(run.threadId, false);
        setSettled((count) => count + 1);
      });
  }, [
    waiting,
    value,
    isReady,
    setValue,
    submit,
    images,
    addImages,
    tambo,
    runsUnderWay,
    setRunning,
  ]);

  // Once the field has been emptied by sending. The SDK keeps files until the answer has ended.
  useEffect(() => {
    if (!isPending || value !== "") return;
    for (const { id } of leaving.current) removeImage(id);
    leaving.current = [];
    if (draft.current === "") return;
    setValue(draft.current);
    draft.current = "";
  }, [isPending, value, setValue, removeImage]);

  // A stream that ends without a last event leaves the SDK waiting for it for ever.
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again when a question has settled
  useEffect(() => {
    if (isIdle || isPending || runsUnderWay.current > 0) return;
    const event = {
      type: "RUN_ERROR",
      message: "The stream ended early",
      code: "STREAM_ENDED",
    } as RunErrorEvent;
    dispatch({ type: "EVENT", threadId: currentThreadId, event });
  }, [settled, isIdle, isPending, currentThreadId, dispatch, runsUnderWay]);

  useEffect(() => {
    const run = runHere.current;
    if (!run || isIdle || threadId === undefined || threadId !== currentThreadId) return;
    runHere.current = undefined;
    run.threadId = threadId;
    setRunning(threadId, true);
  }, [threadId, currentThreadId, isIdle, setRunning]);

  // An answer may be stopped before it has begun, and until then nothing can be cancelled.
  useEffect(() => {
    if (!isStopping || (isPending && !isStreaming)) return;
    setStopping(false);
    void cancelRun();
  }, [isStopping, isPending, isStreaming, cancelRun]);

  return {
    /** Sends a question as soon as a token is there and no answer is being written. */
    send(question: string) {
      if (question.trim()) setWaiting(question);
    },
    /** Stops the answer, or takes back a question that has not left yet. */
    stop() {
      setWaiting(undefined);
      setStopping(true);
    },
    isSending: waiting !== undefined || isPending,
  };
}
