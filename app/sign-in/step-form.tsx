"use client";

import { useState } from "react";
import type { ClientPart } from "#adapters/client-contracts.ts";
import { Credentials } from "#adapters/credentials.ts";
import { AuthForm } from "#components/auth/auth-form.tsx";
import { Field, PasswordField } from "#components/auth/field.tsx";

interface StepFormProps {
  part: ClientPart;
  returnTo: string;
}

/** Asks for the second step of a sign-in. */
export function CodeForm({ part, returnTo }: StepFormProps) {
  return (
    <Credentials part={part}>
      {(client) => (
        <AuthForm
          label="Continue"
          returnTo={returnTo}
          send={async ({ code = "" }) => client.enterCode?.(code)}
        >
          {({ errorOf }) => (
            <Field
              label="Code"
              name="code"
              autoComplete="one-time-code"
              inputMode="text"
              required
              help="Six digits from your authenticator app, or a recovery code"
              error={errorOf("code")}
            />
          )}
        </AuthForm>
      )}
    </Credentials>
  );
}

/** Opens the link of a mail by a button: what looks through mails presses none. */
export function ConfirmForm({
  part,
  returnTo,
  token,
  type,
}: StepFormProps & { token: string; type: string }) {
  return (
    <Credentials part={part}>
      {(client) => (
        <AuthForm
          label="Continue"
          returnTo={returnTo}
          send={async () => client.confirmLink?.(token, type)}
        />
      )}
    </Credentials>
  );
}

/** Asks for the address to which the way to a new password is sent. */
export function ForgotForm({ part, returnTo }: StepFormProps) {
  const [sentTo, setSentTo] = useState<string>();
  return (
    <Credentials part={part}>
      {(client) => (
        <AuthForm
          label="E-mail me a link"
          returnTo={returnTo}
          send={async ({ email = "" }) => client.requestReset?.(email, returnTo)}
          onDone={({ email }) => setSentTo(email)}
          others={() => (
            <p role="status" className="text-help text-quiet empty:hidden">
              {sentTo
                ? `If there is an account with ${sentTo}, a link is on its way. Open it in this browser.`
                : null}
            </p>
          )}
        >
          {({ errorOf }) => (
            <Field
              label="E-mail"
              name="email"
              type="email"
              autoComplete="username"
              inputMode="email"
              required
              error={errorOf("email")}
            />
          )}
        </AuthForm>
      )}
    </Credentials>
  );
}

/** Asks for the new password, after the link of a mail. */
export function NewPasswordForm({ part, returnTo, token }: StepFormProps & { token?: string }) {
  return (
    <Credentials part={part}>
      {(client) => (
        <AuthForm
          label="Set password"
          returnTo={returnTo}
          send={async ({ password = "" }) => client.setPassword?.(password, token)}
        >
          {({ errorOf }) => (
            <PasswordField
              autoComplete="new-password"
              help="At least 8 characters"
              minLength={8}
              error={errorOf("password")}
            />
          )}
        </AuthForm>
      )}
    </Credentials>
  );
}
