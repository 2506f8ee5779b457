"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { AuthForm, type FormState, type Problem } from "./auth-form.tsx";
import { Field, PasswordField } from "./field.tsx";
import { rememberMethod } from "./last-method.tsx";

interface Values {
  name: string;
  email: string;
  password: string;
}

interface CredentialsFormProps {
  mode: "sign-in" | "sign-up";
  returnTo: string;
  /** What went wrong before this page was shown. */
  initialProblem?: string;
  /** Signs in; what comes back is what went wrong. */
  send: (values: Values) => Promise<Problem>;
  /** Sends a link instead of asking for the password, where the provider does that. */
  sendLink?: (email: string) => Promise<Problem>;
  /** Signs in by the code of that mail, where it may have one. */
  enterMailCode?: (email: string, code: string) => Promise<Problem>;
  /** Where a new password is chosen, if that is done here. */
  forgotPath?: string;
}

/** Sign-in and sign-up with e-mail and password. */
export function CredentialsForm(props: CredentialsFormProps) {
  const { mode, send, sendLink, enterMailCode, forgotPath, ...form } = props;
  const [sentTo, setSentTo] = useState<string>();
  const isNew = mode === "sign-up";

  function submitLink(element: HTMLFormElement | null, { run }: FormState) {
    const field = element?.elements.namedItem("email");
    if (!sendLink || !(field instanceof HTMLInputElement) || !field.reportValidity()) return;
    const email = field.value.trim();
    setSentTo(undefined);
    void run(
      () => sendLink(email),
      () => setSentTo(email),
    );
  }

  return (
    <>
      <AuthForm
        {...form}
        label={isNew ? "Create account" : "Sign in"}
        send={({ name = "", email = "", password = "" }) => {
          rememberMethod("password");
          return send({ name, email, password });
        }}
        others={(state) => (
          <>
            {sendLink ? (
              <Button
                variant="outline"
                size="large"
                disabled={!state.isReady}
                onClick={(event) => submitLink(event.currentTarget.form, state)}
                className="w-full"
              >
                E-mail me a link instead
              </Button>
            ) : null}
            <p role="status" className="text-help text-quiet empty:hidden">
              {sentTo ? `A link is on its way to ${sentTo}. Open it in this browser.` : null}
            </p>
          </>
        )}
      >
        {({ errorOf }) => (
          <>
            {isNew ? (
              <Field
                label="Name"
                name="name"
                autoComplete="name"
                required
                error={errorOf("name")}
              />
            ) : null}
            <Field
              label="E-mail"
              name="email"
              type="email"
              autoComplete={isNew ? "email" : "username"}
              inputMode="email"
              required
              error={errorOf("email")}
            />
            <PasswordField
              autoComplete={isNew ? "new-password" : "current-password"}
              help={isNew ? "At least 8 characters" : undefined}
              minLength={isNew ? 8 : undefined}
              error={errorOf("password")}
            />
            {forgotPath ? (
              <a
                href={forgotPath}
                className="block w-fit text-help text-brand underline underline-offset-2"
              >
                Forgot your password?
              </a>
            ) : null}
          </>
        )}
      </AuthForm>
      {sentTo && enterMailCode ? (
        <AuthForm
          label="Sign in with the code"
          variant="outline"
          returnTo={form.returnTo}
          send={({ code = "" }) => enterMailCode(sentTo, code)}
        >
          {({ errorOf }) => (
            <Field
              label="Code of the mail"
              name="code"
              autoComplete="one-time-code"
              inputMode="numeric"
              required
              help="If it has one, instead of the link"
              error={errorOf("code")}
            />
          )}
        </AuthForm>
      ) : null}
    </>
  );
}
