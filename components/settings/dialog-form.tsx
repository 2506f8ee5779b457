"use client";

import { type ReactNode, useEffect, useId, useRef } from "react";
import { Button, type ButtonLook } from "#components/ui/button.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { type FormAction, type FormState, useActionForm } from "./use-action-form.ts";

export interface DialogFormProps {
  /** The button that opens it; `of` names the row for those who do not see it. */
  label: string;
  of: string;
  variant?: ButtonLook["variant"];
  title: string;
  /** What happens, what stops working and what is kept. */
  text: string;
  submitLabel: string;
  /** What the form sends besides its fields. */
  values: Record<string, string>;
  action: FormAction<FormState>;
  fields?: (errorOf: (field: string) => string | undefined) => ReactNode;
}

/** A button, and the dialog that asks before its action is done. */
export function DialogForm({ label, of, variant = "danger", fields, ...props }: DialogFormProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { state, isOff, errorOf, problem, props: form } = useActionForm(props.action);
  const id = useId();

  // An action that leads to another page answers nothing, and the row may still be there.
  const wasSent = useRef(false);
  useEffect(() => {
    if (wasSent.current && !isOff && !state?.problem) dialog.current?.close();
    wasSent.current = isOff;
  }, [isOff, state]);

  return (
    <>
      <Button
        size="small"
        variant={variant}
        disabled={isOff}
        onClick={() => dialog.current?.showModal()}
      >
        {label}
        <span className="sr-only"> {of}</span>
      </Button>
      <dialog
        ref={dialog}
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-text`}
        className="m-auto w-full max-w-form rounded-card border border-line bg-surface p-5 text-left text-ink shadow-lg"
      >
        <form {...form} className="space-y-4">
          <div className="space-y-2">
            <h2 id={`${id}-title`} className="text-section font-semibold">
              {props.title}
            </h2>
            <p id={`${id}-text`} className="text-control text-quiet">
              {props.text}
            </p>
          </div>
          {Object.entries(props.values).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          {fields?.(errorOf)}
          <ProblemNote>{problem}</ProblemNote>
          <div className="flex justify-end gap-2">
            <Button variant="outline" onClick={() => dialog.current?.close()}>
              Cancel
            </Button>
            <Button type="submit" variant={variant} disabled={isOff}>
              {props.submitLabel}
            </Button>
          </div>
        </form>
      </dialog>
    </>
  );
}
