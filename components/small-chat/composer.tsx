"use client";

import { useIsTamboTokenUpdating, useTambo, useTamboThreadInput } from "@tambo-ai/react";
import { type FormEvent, type KeyboardEvent, useEffect, useState } from "react";
import { Button, buttonClass } from "#components/ui/button.tsx";

const KEY_CODE_WHILE_COMPOSING = 229; // what Safari sends for the Enter that ends a composition

/** The message field with its buttons, and above it what went wrong. */
export function Composer() {
  const { isIdle, isStreaming, isIdentified, cancelRun, streamingState, authState } = useTambo();
  const { value, setValue, submit, error, isPending } = useTamboThreadInput();
  const isUpdatingToken = useIsTamboTokenUpdating();
  const [isReady, setReady] = useState(false);
  const [isWaiting, setWaiting] = useState(false);
  const [isStopping, setStopping] = useState(false);
  const isBusy = !isIdle || isPending || isWaiting;
  const failure =
    (authState.status === "error" ? authState.error : undefined) ??
    (isBusy ? undefined : (error ?? streamingState.error));

  // What is typed before this script runs would be lost.
  useEffect(() => setReady(true), []);

  // A question may be sent before the user token has been exchanged.
  useEffect(() => {
    if (authState.status === "error") setWaiting(false);
    if (!isWaiting || !isIdentified || isUpdatingToken) return;
    setWaiting(false);
    // What fails is read from the SDK's state above.
    submit().catch(() => {});
  }, [isWaiting, authState.status, isIdentified, isUpdatingToken, submit]);

  // An answer may be stopped before it has begun, and until then nothing can be cancelled.
  useEffect(() => {
    if (!isStopping) return;
    if (!isBusy) setStopping(false);
    else if (isStreaming) void cancelRun();
  }, [isStopping, isBusy, isStreaming, cancelRun]);

  function stop() {
    setWaiting(false);
    setStopping(true);
  }

  function send(event: FormEvent) {
    event.preventDefault();
    if (!isBusy && value.trim()) setWaiting(true);
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    // The Enter that ends a word of Japanese, Chinese or Korean is no command.
    const { isComposing, keyCode } = event.nativeEvent;
    if (event.key !== "Enter" || event.shiftKey) return;
    if (isComposing || keyCode === KEY_CODE_WHILE_COMPOSING) return;
    event.preventDefault();
    event.currentTarget.form?.requestSubmit();
  }

  return (
    <div className="mx-auto w-full max-w-column px-4 pb-4">
      <div role="alert">
        {failure ? <p className="pb-2 text-help text-danger">{describeError(failure)}</p> : null}
      </div>
      <form
        aria-label="Message"
        onSubmit={send}
        className="flex items-end gap-2 rounded-bubble border border-line-strong bg-surface p-2"
      >
        <textarea
          aria-label="Message"
          placeholder="Your message"
          rows={1}
          value={value}
          onChange={(event) => setValue(event.target.value)}
          onKeyDown={onKeyDown}
          readOnly={!isReady}
          className="field-sizing-content max-h-field-max min-h-9 flex-1 resize-none bg-transparent px-2 py-1.5 text-reading outline-none"
        />
        {isBusy ? (
          <Button variant="soft" onClick={stop}>
            Stop
          </Button>
        ) : (
          <button type="submit" disabled={!isReady} className={buttonClass({ variant: "solid" })}>
            Send
          </button>
        )}
      </form>
    </div>
  );
}

/** A failed request or answer in words, with what to do. Never the raw text of the SDK. */
function describeError(error: unknown): string {
  const { status } = error as { status?: number };
  if (status === 401 || status === 403)
    return "The Tambo API does not accept this sign-in. Sign in again; if that does not help, the app's operator has to check the project's token settings.";
  if (status === 400)
    return "The Tambo API refused this request. The project's settings show the app's operator why.";
  if (status === 429) return "Too many messages. Try again in a minute.";
  if (status !== undefined) return "The Tambo API has a problem. Your text is kept; try again.";
  if (error instanceof TypeError) return "No connection. Your text is kept; try again.";
  return "The answer was cut off. Try again.";
}
