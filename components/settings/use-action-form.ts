"use client";

import { unstable_isUnrecognizedActionError, unstable_rethrow } from "next/navigation";
import { type FormEvent, startTransition, useActionState, useEffect, useRef } from "react";
import { useHydrated } from "#components/ui/use-hydrated.ts";

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

/** `act`, or the words for what came between it and the page; whatever was typed stays. */
export async function actOrExplain<Result>(
  act: () => Promise<Result>,
  toResult: (text: string) => Result,
): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    // What leads to another page.
    unstable_rethrow(error);
    return toResult(describeFailure(error));
  }
}

function describeFailure(error: unknown): string {
  return unstable_isUnrecognizedActionError(error)
    ? "A new version of this app is here. Copy what you typed, then reload the page."
    : "The server could not do this now. What you typed is still here: try again in a few seconds.";
}

/** A form that keeps what was typed when its action finds a fault, and then focuses the faulty control. */
export function useActionForm<State extends FormState>(action: FormAction<State>) {
  const [state, submit, isPending] = useActionState<State | undefined, FormData>(
    (before, form) =>
      actOrExplain(
        () => action(before, form),
        (text) => ({ ...before, problem: { text } }) as State,
      ),
    undefined,
  );
  const isHydrated = useHydrated();
  const ref = useRef<HTMLFormElement>(null);
  const problem = state?.problem;

  useEffect(() => {
    if (!problem?.field) return;
    ref.current?.querySelector<HTMLElement>(`[name="${problem.field}"]`)?.focus();
  }, [problem]);

  return {
    state,
    /** While an answer is awaited and before the script runs: its buttons are disabled, so nothing is sent otherwise. */
    isOff: isPending || !isHydrated,
    /** What is wrong with a control. */
    errorOf: (field: string) => (problem?.field === field ? problem.text : undefined),
    /** What is wrong with none of them. */
    problem: problem && !problem.field ? problem.text : undefined,
    props: {
      ref,
      // Whatever sends it, nothing of it comes into an address.
      method: "post",
      // Not `action`: React would empty the form after it.
      onSubmit(event: FormEvent<HTMLFormElement>) {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        startTransition(() => submit(form));
      },
    },
  };
}
