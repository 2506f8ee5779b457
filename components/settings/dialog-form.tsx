"use client";

import { type ReactNode, useCallback, useId, useRef } from "react";
import { Button, type ButtonLook } from "#components/ui/button.tsx";
import { ActionContext, type FormAction, FormBody, FormButton } from "./action-form.tsx";

interface DialogFormProps {
  /** The button that opens it; `of` names the row for those who do not see it. */
  label: string;
  of?: string;
  variant?: ButtonLook["variant"];
  title: string;
  /** What happens, what stops working and what is kept. */
  text: string;
  submitLabel: string;
  /** What the form sends besides its fields. */
  values?: Record<string, string>;
  action: FormAction;
  /** The fields, if there are any. */
  children?: ReactNode;
}

/** A button, and the dialog that asks before its action is done. */
export function DialogForm({ label, of, variant = "danger", ...props }: DialogFormProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const close = useCallback(() => dialog.current?.close(), []);
  const id = useId();
  return (
    <ActionContext action={props.action} onDone={close}>
      <FormButton size="small" variant={variant} onClick={() => dialog.current?.showModal()}>
        {label}
        <span className="sr-only"> {of}</span>
      </FormButton>
      <dialog
        ref={dialog}
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-text`}
        className="m-auto w-full max-w-form rounded-card border border-line bg-surface p-5 text-left text-ink shadow-lg"
      >
        <FormBody
          className="space-y-4"
          buttonsClass="flex justify-end gap-2"
          buttons={
            <>
              <Button variant="outline" onClick={close}>
                Cancel
              </Button>
              <FormButton type="submit" variant={variant}>
                {props.submitLabel}
              </FormButton>
            </>
          }
        >
          <div className="space-y-2">
            <h2 id={`${id}-title`} className="text-section font-semibold">
              {props.title}
            </h2>
            <p id={`${id}-text`} className="text-control text-quiet">
              {props.text}
            </p>
          </div>
          {Object.entries(props.values ?? {}).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          {props.children}
        </FormBody>
      </dialog>
    </ActionContext>
  );
}
