"use client";

import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Spinner } from "#components/ui/icons.tsx";
import { useHydrated } from "#components/ui/use-hydrated.ts";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { ProblemCard } from "./problem-card.tsx";

export type Problem = { message: string; field?: string; goTo?: string } | undefined;
type Values = Record<string, string>;

interface AuthFormProps {
  /** The form's name, and what stands on its button. */
  label: string;
  returnTo: string;
  /** What went wrong before this page was shown. */
  initialProblem?: string;
  /** Sends the values of the fields, trimmed but for the password; what comes back is what went wrong. */
  send(values: Values): Promise<Problem>;
  /** What follows, if not the page that `returnTo` names. */
  onDone?(values: Values): void;
  /** The button's; a page has one that is solid. */
  variant?: "solid" | "outline";
  /** The fields. */
  children?(form: FormState): ReactNode;
  /** Other things to do with what is in the fields, below the button. */
  others?(form: FormState): ReactNode;
}

export interface FormState {
  isReady: boolean;
  errorOf(field: string): string | undefined;
  /** Does something else than sending the form; `onDone` is what follows where nothing went wrong. */
  run(action: () => Promise<Problem>, onDone?: () => void): Promise<void>;
}

/** A form about signing in. On success the whole page is loaded anew, as the new user. */
export function AuthForm(props: AuthFormProps) {
  const { label, variant = "solid", returnTo, initialProblem, send, onDone } = props;
  const [problem, setProblem] = useState<Problem>(
    initialProblem ? { message: initialProblem } : undefined,
  );
  const [isSending, setSending] = useState(false);
  const isHydrated = useHydrated();
  const summary = useRef<HTMLParagraphElement>(null);

  useEffect(() => {
    if (problem) summary.current?.focus();
  }, [problem]);

  async function run(action: () => Promise<Problem>, done?: () => void): Promise<void> {
    setSending(true);
    const found = await action();
    // Leaving takes a moment, in which nothing can be sent again.
    if (found?.goTo) return location.assign(withReturnTo(found.goTo, returnTo));
    if (!found && !done) return location.assign(returnTo);
    setProblem(found);
    setSending(false);
    if (!found) done?.();
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const values: Values = {};
    for (const [name, value] of new FormData(event.currentTarget)) {
      values[name] = name === "password" ? String(value) : String(value).trim();
    }
    void run(() => send(values), onDone && (() => onDone(values)));
  }

  const form: FormState = {
    // The button waits for this script: sent without it, the form would leave the page.
    isReady: isHydrated && !isSending,
    errorOf: (field) => (problem?.field === field ? problem.message : undefined),
    run,
  };
  return (
    <form method="post" aria-label={label} onSubmit={submit} className="space-y-4">
      {problem ? <ProblemCard ref={summary}>{problem.message}</ProblemCard> : null}
      {props.children?.(form)}
      <Button
        type="submit"
        variant={variant}
        size="large"
        disabled={!form.isReady}
        className="w-full"
      >
        {isSending ? <Spinner /> : null}
        {label}
      </Button>
      {props.others?.(form)}
    </form>
  );
}
