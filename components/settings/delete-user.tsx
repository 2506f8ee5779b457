"use client";

import { Field } from "#components/auth/field.tsx";
import { DialogForm } from "./dialog-form.tsx";
import type { FormAction, FormState } from "./use-action-form.ts";

interface DeleteUserProps {
  ownerId: string;
  /** What has to be typed. */
  name: string;
  threads: number;
  action: FormAction<FormState>;
}

/** The button that deletes a user, and the dialog that asks for the name first. */
export function DeleteUser({ ownerId, name, threads, action }: DeleteUserProps) {
  const count = threads === 1 ? "One thread" : `${threads} threads`;
  return (
    <DialogForm
      label="Delete…"
      of={name}
      title={`Delete ${name} with all data?`}
      text={`${count} and everything in them are gone for good, and every session ends. An admin loses that right, unless ADMINS names them. The account at the provider is kept.`}
      submitLabel="Delete user"
      values={{ owner: ownerId }}
      action={action}
      fields={(errorOf) => (
        <Field
          label={`Type ${name} to confirm`}
          name="name"
          autoComplete="off"
          error={errorOf("name")}
        />
      )}
    />
  );
}
