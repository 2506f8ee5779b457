"use client";

import { type FormEvent, startTransition, useActionState, useEffect, useRef } from "react";

/** What a form's action answers; without a problem it has done what was asked. */
export interface FormState {
  problem?: FormProblem;
}

export interface FormProblem {
  /** The name of the control that is wrong; absent where it is none of them. */
  field?: string;
  text: string;
}

export type FormAction<State extends FormState> = (
  before: State | undefined,
  form: FormData,
) => Promise<State>;

/** A form that keeps what was typed when its action finds a fault, and then focuses the faulty control. */
export function useActionForm<State extends FormState>(action: FormAction<State>) {
  const [state, submit, isPending] = useActionState<State | undefined, FormData>(action, undefined);
  const ref = useRef<HTMLFormElement>(null);
  const problem = state?.problem;

  useEffect(() => {
    if (!problem?.field) return;
    ref.current?.querySelector<HTMLElement>(`[name="${problem.field}"]`)?.focus();
  }, [problem]);

  return {
    state,
    isPending,
    /** What is wrong with a control. */
    errorOf: (field: string) => (problem?.field === field ? problem.text : undefined),
    /** What is wrong with none of them. */
    problem: problem && !problem.field ? problem.text : undefined,
    props: {
      ref,
      // For a browser that has not loaded the script yet; React would empty the form after it.
      action: submit,
      onSubmit(event: FormEvent<HTMLFormElement>) {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        startTransition(() => submit(form));
      },
    },
  };
}
