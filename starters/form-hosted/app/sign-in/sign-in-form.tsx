"use client";

import { type ComponentProps, useActionState, useEffect, useRef } from "react";
import type { SignInRedirect } from "#adapters/contracts.ts";
import { APP_NAME } from "#components/ui/brand.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { submit } from "./actions.ts";

const FIELDS = {
  name: { label: "Name", autoComplete: "name" },
  email: { label: "E-mail", type: "email", autoComplete: "username" },
  password: { label: "Password", type: "password", autoComplete: "current-password" },
  newPassword: {
    label: "Password",
    type: "password",
    autoComplete: "new-password",
    minLength: 8,
    placeholder: "At least 8 characters",
  },
} satisfies Record<string, ComponentProps<"input"> & { label: string }>;

export type FieldName = keyof typeof FIELDS;

/** What an action answers, unless it leads on. */
export interface Answer {
  message?: string;
  /** Where the problem is. */
  field?: FieldName;
  /** There is nothing left to be entered. */
  isDone?: boolean;
  /** What was entered, for the visitor to correct: React empties a form that was sent. */
  entered?: { name?: string; email?: string };
}

interface SignInFormProps {
  title: string;
  fields: FieldName[];
  redirects?: SignInRedirect[];
  others: { path: string; label: string }[];
  /** What is sent besides: the step, and what the address says. */
  given: Record<"step" | "returnTo" | "token", string>;
  problem?: string;
}

/** One step of signing in. What is wrong is said above the fields, and the focus goes to where it is. */
export function SignInForm({ title, fields, redirects, others, given, problem }: SignInFormProps) {
  const [answer, send, isPending] = useActionState<Answer, FormData>(submit, { message: problem });
  const { message, field, isDone, entered = {} } = answer;
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!answer.message) return;
    const at = answer.field ? `[name=${answer.field}]` : "#message";
    form.current?.querySelector<HTMLElement>(at)?.focus();
  }, [answer]);
  return (
    <main className="mx-auto w-full max-w-form space-y-5 px-4 py-16">
      <a href="/" className="text-reading font-semibold">
        {APP_NAME}
      </a>
      <h1 className="text-page font-semibold">{title}</h1>
      {redirects?.map(({ id, label, path }) => (
        // Not a Link: fetching the path ahead would start a sign-in there.
        <a
          key={id}
          href={`${path}?${new URLSearchParams({ returnTo: given.returnTo, ...(problem && { again: "1" }) })}`}
          className={buttonClass({ variant: "outline", size: "large" }, "w-full")}
        >
          Continue with {label}
        </a>
      ))}
      <form ref={form} action={send} aria-label={title} className="space-y-4">
        {message ? (
          <p
            id="message"
            role={isDone ? "status" : "alert"}
            tabIndex={-1}
            className={isDone ? "text-control text-quiet" : "text-control text-danger"}
          >
            {message}
          </p>
        ) : null}
        {Object.entries(given).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {(isDone ? [] : fields).map((name) => {
          const { label, ...input } = FIELDS[name];
          const isWrong = name === field;
          return (
            <label key={name} className="block space-y-1.5 text-help font-medium">
              <span>{label}</span>
              <input
                {...input}
                name={name}
                required
                defaultValue={name === "name" || name === "email" ? entered[name] : undefined}
                aria-invalid={isWrong || undefined}
                aria-describedby={isWrong ? "message" : undefined}
                className="h-11 w-full rounded-control border border-line-strong bg-canvas px-3 text-control aria-invalid:border-danger"
              />
            </label>
          );
        })}
        {isDone ? null : (
          <Button
            type="submit"
            variant="solid"
            size="large"
            disabled={isPending}
            className="w-full"
          >
            {title}
          </Button>
        )}
      </form>
      {others.map(({ path, label }) => (
        <a
          key={path}
          href={withReturnTo(path, given.returnTo)}
          className="block w-fit text-control text-brand underline underline-offset-2"
        >
          {label}
        </a>
      ))}
    </main>
  );
}
