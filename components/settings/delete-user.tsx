"use client";

import { useActionState, useId, useRef } from "react";
import { Field } from "#components/auth/field.tsx";
import { Button } from "#components/ui/button.tsx";

interface DeleteUserProps {
  ownerId: string;
  /** What has to be typed. */
  name: string;
  threads: number;
  action: (before: string | undefined, form: FormData) => Promise<string | undefined>;
}

/** The button that deletes a user, and the dialog that asks for the name first. */
export function DeleteUser({ ownerId, name, threads, action }: DeleteUserProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, submit, isPending] = useActionState(action, undefined);
  const id = useId();
  return (
    <>
      <Button size="small" variant="danger" onClick={() => dialog.current?.showModal()}>
        Delete…<span className="sr-only">{name}</span>
      </Button>
      <dialog
        ref={dialog}
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-text`}
        className="m-auto w-full max-w-form rounded-card border border-line bg-surface p-5 text-ink shadow-lg"
      >
        <form action={submit} className="space-y-4">
          <div className="space-y-2">
            <h2 id={`${id}-title`} className="text-section font-semibold">
              Delete {name} with all data?
            </h2>
            <p id={`${id}-text`} className="text-control text-muted">
              {threads === 1 ? "One thread" : `${threads} threads`} and everything in them are gone
              for good, and every session ends. The account at the provider is kept.
            </p>
          </div>
          <input type="hidden" name="owner" value={ownerId} />
          <Field label={`Type ${name} to confirm`} name="name" autoComplete="off" error={problem} />
          <div className="flex justify-end gap-2">
            <Button variant="outline" onClick={() => dialog.current?.close()}>
              Cancel
            </Button>
            <Button type="submit" variant="danger" disabled={isPending}>
              Delete user
            </Button>
          </div>
        </form>
      </dialog>
    </>
  );
}
