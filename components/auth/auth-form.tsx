"use client";

import {
  type ComponentProps,
  type FormEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from "react";
import { Button } from "#components/ui/button.tsx";
import { Spinner } from "#components/ui/icons.tsx";
import { useHydrated } from "#components/ui/use-hydrated.ts";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { Field, PasswordField } from "./field.tsx";
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
  /** What is said once it is sent, in the place of the page that `returnTo` names. */
  done?(values: Values): string;
  /** The button's; a page has one that is solid. */
  variant?: "solid" | "outline";
  /** All are required. */
  fields?: AuthField[];
  /** What stands below the fields. */
  children?: ReactNode;
  /** Other things to do with what is in the fields, below the button. */
  others?(form: FormState): ReactNode;
}

type AuthField = ComponentProps<typeof Field> & { name: string };

export interface FormState {
  isReady: boolean;
  /** Does something else than sending the form; `onDone` is what follows where nothing went wrong. */
  run(action: () => Promise<Problem>, onDone?: () => void): Promise<void>;
}

/** A form about signing in. On success the whole page is loaded anew, as the new user. */
export function AuthForm(props: AuthFormProps) {
  const { label, variant = "solid", returnTo, initialProblem, send, done } = props;
  const [problem, setProblem] = useState<Problem>(
    initialProblem ? { message: initialProblem } : undefined,
  );
  const [said, setSaid] = useState<string>();
  const [isSending, setSending] = useState(false);
  const isHydrated = useHydrated();
  const summary = useRef<HTMLParagraphElement>(null);

  useEffect(() => {
    if (problem) summary.current?.focus();
  }, [problem]);

  async function run(action: () => Promise<Problem>, onDone?: () => void): Promise<void> {
    setSending(true);
    const found = await action();
    // Leaving takes a moment, in which nothing can be sent again.
    if (found?.goTo) return location.assign(withReturnTo(found.goTo, returnTo));
    if (!found && !onDone) return location.assign(returnTo);
    setProblem(found);
    setSending(false);
    if (!found) onDone?.();
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const values: Values = {};
    for (const [name, value] of new FormData(event.currentTarget)) {
      values[name] = name === "password" ? String(value) : String(value).trim();
    }
    void run(() => send(values), done && (() => setSaid(done(values))));
  }

  const form: FormState = {
    // The button waits for this script: sent without it, the form would leave the page.
    isReady: isHydrated && !isSending,
    run,
  };
  return (
    <form method="post" aria-label={label} onSubmit={submit} className="space-y-4">
      {problem ? <ProblemCard ref={summary}>{problem.message}</ProblemCard> : null}
      {props.fields?.map((field) => {
        const error = problem?.field === field.name ? problem.message : undefined;
        const Input = field.name === "password" ? PasswordField : Field;
        return <Input key={field.name} {...field} required error={error} />;
      })}
      {props.children}
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
      {done ? (
        <p role="status" className="text-help text-quiet empty:hidden">
          {said}
        </p>
      ) : null}
    </form>
  );
}
