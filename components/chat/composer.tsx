"use client";

import { useTamboThreadInput } from "@tambo-ai/react";
import { clsx } from "clsx";
import { type KeyboardEvent, lazy, type ReactNode, Suspense, useEffect, useRef } from "react";
import { FileButton, fileRoom } from "#components/files/file-button.tsx";
import { Button } from "#components/ui/button.tsx";
import { ArrowUp, Square } from "#components/ui/chat-icons.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { isComposing } from "#components/ui/is-composing.ts";
import { useHydrated } from "#components/ui/use-hydrated.ts";
import { useChatInfo } from "./chat-info.tsx";
import { DRAFT_PREFIX } from "./drafts.ts";
import { writeWait } from "./failure.ts";
import { COMPOSER_ID, focusComposer, focusComposerByMouse } from "./focus.ts";
import { useNotify } from "./notices.tsx";
import { useOnline } from "./online.tsx";
import type { ConversationValue } from "./use-conversation.ts";

const VoiceButton = lazy(() => import("./voice-button.tsx"));

interface ComposerProps {
  conversation: ConversationValue;
  onSend: (question: string) => void;
}

/** Where the composer is. Its room is kept while there is none, and only the field of the right thread is put there. */
export function ComposerPlace({ children }: { children: ReactNode }) {
  return (
    <div data-screen-only className="gutter-stable shrink-0 overflow-hidden px-4 pt-1 pb-3 md:px-6">
      <div className="mx-auto min-h-composer max-w-column">{children}</div>
      <p className="pt-2 pb-safe-bottom text-center text-meta text-quiet max-md:hidden">
        Answers can be wrong: check what matters.
      </p>
    </div>
  );
}

/** The message field. Enter sends, Shift+Enter begins a line, and ↑ in the empty field brings the last question back. */
export function Composer({ conversation, onSend }: ComposerProps) {
  const { currentThreadId, state, secondsLeft, stop, lastText } = conversation;
  const isBusy = state.isAnswering;
  const { value, setValue, images } = useTamboThreadInput();
  const { config } = useChatInfo();
  const isOnline = useOnline();
  const isHydrated = useHydrated();
  const notify = useNotify();
  const StagedFiles = images.length > 0 ? fileRoom()?.StagedFiles : undefined;
  const field = useRef<HTMLTextAreaElement>(null);
  const isOpen = isOnline && !isBusy && secondsLeft === 0;
  const canSend = isOpen && value.trim() !== "";

  // Text that was left behind in a thread comes back, and what is written is kept.
  const key = DRAFT_PREFIX + currentThreadId;
  useEffect(() => {
    const kept = sessionStorage.getItem(key);
    if (kept) setValue((now) => now || kept);
  }, [key, setValue]);
  useEffect(() => {
    if (value) sessionStorage.setItem(key, value);
    else sessionStorage.removeItem(key);
  }, [key, value]);

  // Never away from something else.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each thread that is opened
  useEffect(() => {
    const isFree = !document.activeElement || document.activeElement === document.body;
    if (isFree) focusComposerByMouse();
  }, [currentThreadId]);

  // What the field holds, not what was rendered last: Enter may come right after the last letter.
  function send() {
    const question = field.current?.value ?? "";
    if (isOpen && question.trim()) onSend(question);
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === "Enter" && !event.shiftKey) send();
    else if (event.key === "ArrowUp" && !event.altKey && value === "" && lastText)
      setValue(lastText);
    else return;
    event.preventDefault();
  }

  return (
    <form
      aria-label="Message"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className="min-h-full rounded-bubble border border-line-strong bg-surface shadow-sm has-[textarea:focus-visible]:border-ring has-[textarea:focus-visible]:ring-3 has-[textarea:focus-visible]:ring-ring/25"
    >
      {StagedFiles ? <StagedFiles onEmpty={focusComposer} /> : null}
      <textarea
        ref={field}
        id={COMPOSER_ID}
        aria-label="Message"
        aria-describedby="message-help"
        readOnly={!isHydrated}
        rows={1}
        onKeyDown={onKeyDown}
        className="field-sizing-content block max-h-field-max min-h-9 w-full resize-none bg-transparent px-4 pt-3 text-reading outline-none placeholder:text-quiet"
        placeholder="Ask about your product…"
        value={value}
        onChange={(event) => setValue(event.target.value)}
      />
      <div className="flex items-center gap-2 p-2">
        <FileButton tell={(text) => notify({ text })} />
        <p id="message-help" className="min-w-0 flex-1 text-meta text-quiet">
          {!isOnline ? (
            "Offline: sending waits for the network"
          ) : secondsLeft > 0 ? (
            `Too many messages: sending waits ${writeWait(secondsLeft)}`
          ) : (
            <span className="pointer-coarse:sr-only">
              {isBusy
                ? "Sending waits for the answer"
                : "Enter to send, Shift+Enter for a new line"}
            </span>
          )}
        </p>
        {config.transcribes && (
          <Suspense fallback={null}>
            <VoiceButton
              onWords={(words) =>
                setValue([field.current?.value.trim(), words].filter(Boolean).join(" "))
              }
            />
          </Suspense>
        )}
        {isBusy ? (
          <Button variant="soft" onClick={stop} className="rounded-card!">
            <Square size={13} fill="currentColor" aria-hidden />
            Stop
          </Button>
        ) : (
          <IconButton
            icon={ArrowUp}
            type="submit"
            variant={canSend ? "solid" : "soft"}
            size="icon"
            label="Send"
            aria-disabled={!canSend}
            className={clsx("rounded-card!", !canSend && "text-quiet!")}
          />
        )}
      </div>
    </form>
  );
}
