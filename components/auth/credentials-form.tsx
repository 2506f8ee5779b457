"use client";

import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { CircleAlert, Spinner } from "#components/ui/icons.tsx";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { AuthFrame } from "./auth-frame.tsx";
import { Field, PasswordField } from "./field.tsx";

const WORDS = {
  "sign-in": {
    title: "Sign in",
    intro: "Your threads are waiting for you.",
    submit: "Sign in",
    question: "No account yet?",
    other: "Create account",
    otherPath: "/sign-up",
  },
  "sign-up": {
    title: "Create account",
    intro: "Your threads are yours alone.",
    submit: "Create account",
    question: "Already have an account?",
    other: "Sign in",
    otherPath: "/sign-in",
  },
};

interface Values {
  name: string;
  email: string;
  password: string;
}

type Problem = { message: string; field?: keyof Values } | undefined;

interface CredentialsFormProps {
  mode: keyof typeof WORDS;
  returnTo: string;
  /** What went wrong before this page was shown. */
  initialProblem?: string;
  /** Signs in; what comes back is what went wrong. */
  send: (values: Values) => Promise<Problem>;
  /** Sends a link instead of asking for the password, where the provider does that. */
  sendLink?: (email: string) => Promise<Problem>;
}

/** Sign-in and sign-up with e-mail and password. On success the whole page is loaded anew, as the new user. */
export function CredentialsForm(props: CredentialsFormProps) {
  const { mode, returnTo, initialProblem, send, sendLink } = props;
  const words = WORDS[mode];
  const [problem, setProblem] = useState<Problem>(
    initialProblem ? { message: initialProblem } : undefined,
  );
  const [sentTo, setSentTo] = useState<string>();
  const [state, setState] = useState<"loading" | "ready" | "sending">("loading");
  const summary = useRef<HTMLParagraphElement>(null);
  const summaryId = useId();

  // The button waits for this script: sent without it, the form would leave the page.
  useEffect(() => setState("ready"), []);
  useEffect(() => {
    if (problem) summary.current?.focus();
  }, [problem]);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const read = (name: string) => String(data.get(name) ?? "");
    setState("sending");
    const found = await send({
      name: read("name").trim(),
      email: read("email").trim(),
      password: read("password"),
    });
    if (!found) return location.assign(returnTo);
    setProblem(found);
    setState("ready");
  }

  async function submitLink(form: HTMLFormElement | null) {
    const field = form?.elements.namedItem("email");
    if (!sendLink || !(field instanceof HTMLInputElement) || !field.reportValidity()) return;
    setState("sending");
    const found = await sendLink(field.value.trim());
    setProblem(found);
    setSentTo(found ? undefined : field.value.trim());
    setState("ready");
  }

  const errorOf = (field: keyof Values) => (problem?.field === field ? problem.message : undefined);
  return (
    <AuthFrame title={words.title} intro={words.intro}>
      <form method="post" aria-label={words.title} onSubmit={submit} className="space-y-4">
        {problem ? (
          <p
            ref={summary}
            id={summaryId}
            role="alert"
            tabIndex={-1}
            className="flex gap-2 rounded-card border border-danger/40 bg-danger-soft/50 p-3 text-control text-danger"
          >
            <CircleAlert size={17} aria-hidden className="mt-0.5 shrink-0" />
            {problem.message}
          </p>
        ) : null}
        {mode === "sign-up" ? (
          <Field label="Name" name="name" autoComplete="name" required error={errorOf("name")} />
        ) : null}
        <Field
          label="E-mail"
          name="email"
          type="email"
          autoComplete={mode === "sign-up" ? "email" : "username"}
          inputMode="email"
          required
          error={errorOf("email")}
        />
        <PasswordField
          autoComplete={mode === "sign-up" ? "new-password" : "current-password"}
          help={mode === "sign-up" ? "At least 8 characters" : undefined}
          minLength={mode === "sign-up" ? 8 : undefined}
          error={errorOf("password")}
        />
        <Button
          type="submit"
          variant="solid"
          size="large"
          disabled={state !== "ready"}
          className="w-full"
        >
          {state === "sending" ? <Spinner /> : null}
          {words.submit}
        </Button>
        {sendLink ? (
          <Button
            type="button"
            variant="outline"
            size="large"
            disabled={state !== "ready"}
            onClick={(event) => void submitLink(event.currentTarget.form)}
            className="w-full"
          >
            E-mail me a link instead
          </Button>
        ) : null}
        <p role="status" className="text-help text-quiet empty:hidden">
          {sentTo ? `A link is on its way to ${sentTo}. Open it in this browser.` : null}
        </p>
      </form>
      <p className="text-center text-control text-quiet">
        {words.question}{" "}
        {/* Not a Link: the page may be the provider's, and is not fetched ahead. */}
        <a
          href={withReturnTo(words.otherPath, returnTo)}
          className="font-medium text-brand underline underline-offset-2"
        >
          {words.other}
        </a>
      </p>
    </AuthFrame>
  );
}
