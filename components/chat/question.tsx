"use client";

import { useTamboThreadInput } from "@tambo-ai/react";
import { type KeyboardEvent, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import { SayContext } from "#components/tambo/block/say.ts";
import { Button } from "#components/ui/button.tsx";
import { Pencil, Trash2 } from "#components/ui/chat-icons.tsx";
import { ConfirmDialog } from "#components/ui/dialog.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { isComposing } from "#components/ui/is-composing.ts";
import { findFileFlaw } from "#lib/base/files.ts";
import { useAnnounce } from "./announcer.tsx";
import { focusComposer } from "./focus.ts";
import { type Turn, textOf } from "./group-turns.ts";
import { useNotify } from "./notices.tsx";
import { CanAskContext, useCut } from "./use-cut.ts";

interface QuestionProps {
  turn: Turn;
  /** The question as it is shown. */
  children: ReactNode;
}

/** A question, and what can be done with it: edit it and ask again from there, or delete it with its answer. */
export function Question({ turn, children }: QuestionProps) {
  const cutting = useCut(turn);
  const announce = useAnnounce();
  const [isEditing, setEditing] = useState(false);
  const [isConfirming, setConfirming] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  // What a program attached by its address cannot be sent again from here.
  const canEdit = turn.question?.content.every(
    (block) =>
      block.type === "text" ||
      (block.type === "resource" && !block.resource.uri && !block.resource.text),
  );

  async function deletePair() {
    setConfirming(false);
    if (!(await cutting?.cut("pair"))) return;
    announce("Question and answer deleted");
    focusComposer();
  }

  function endEditing() {
    setEditing(false);
    requestAnimationFrame(() => pencil.current?.focus());
  }

  if (isEditing && turn.question)
    return <QuestionField turn={turn} question={textOf(turn.question)} onCancel={endEditing} />;
  return (
    <>
      {children}
      {cutting ? (
        <div
          data-screen-only
          className="flex gap-0.5 opacity-0 in-data-busy:hidden focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100"
        >
          {canEdit ? (
            <IconButton
              icon={Pencil}
              iconSize={14}
              ref={pencil}
              label="Edit question"
              title="Edit question"
              onClick={() => setEditing(true)}
            />
          ) : null}
          <IconButton
            icon={Trash2}
            iconSize={14}
            label="Delete question and answer"
            title="Delete question and answer"
            onClick={() => setConfirming(true)}
          />
          <ConfirmDialog
            isOpen={isConfirming}
            title="Delete this question?"
            text="Its answer goes with it, and neither comes back. The model no longer knows of them."
            confirmLabel="Delete"
            onConfirm={() => void deletePair()}
            onClose={() => setConfirming(false)}
          />
        </div>
      ) : null}
    </>
  );
}

interface QuestionFieldProps {
  turn: Turn;
  question: string;
  onCancel: () => void;
}

/** A question, being changed. Enter asks, Shift+Enter begins a line, Escape leaves it as it was. */
function QuestionField({ turn, question, onCancel }: QuestionFieldProps) {
  const cutting = useCut(turn);
  const ask = useContext(SayContext);
  const { images, addImages } = useTamboThreadInput();
  const notify = useNotify();
  const [text, setText] = useState(question);
  const [isCutting, setCutting] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const isTaken = useContext(CanAskContext);
  const canAsk = isTaken && !isCutting && text.trim() !== "";

  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(-1, -1);
  }, []);

  async function askAgain() {
    if (!canAsk || !cutting) return;
    setCutting(true);
    const files = await cutting.readFiles();
    // What waits in the message field goes with it.
    const flaw = findFileFlaw([...images, ...(files ?? [])].map(({ size }) => size));
    if (flaw) notify({ text: `A message takes ${flaw}.` });
    const isCut = files !== undefined && !flaw && (await cutting.cut("rest"));
    setCutting(false);
    if (!isCut) return field.current?.focus();
    if (files.length > 0) await addImages(files);
    ask(text.trim());
    focusComposer();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === "Enter" && !event.shiftKey) void askAgain();
    else if (event.key === "Escape") onCancel();
    else return;
    event.preventDefault();
  }

  return (
    <form
      aria-label="Edit question"
      className="w-full max-w-bubble space-y-2"
      onSubmit={(event) => {
        event.preventDefault();
        void askAgain();
      }}
    >
      <textarea
        ref={field}
        aria-label="Question"
        aria-describedby={`${turn.id}-edit`}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        className="field-sizing-content block max-h-field-max w-full resize-none rounded-bubble border border-ring bg-surface px-4 py-2.5 text-reading outline-none"
      />
      <div className="flex items-center justify-end gap-2">
        <p id={`${turn.id}-edit`} className="min-w-0 flex-1 text-meta text-quiet">
          Its answer, and all that follows, is replaced.
        </p>
        <Button size="small" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" size="small" variant="outline" aria-disabled={!canAsk}>
          Ask again
        </Button>
      </div>
    </form>
  );
}
