"use client";

import { useState } from "react";
import type { ClientPart } from "#adapters/client-contracts.ts";
import type { SignInOffer } from "#adapters/contracts.ts";
import { loadCredentials } from "#adapters/credentials.ts";
import { AuthForm, type FormState } from "#components/auth/auth-form.tsx";
import { rememberMethod } from "#components/auth/last-method.tsx";
import { Button } from "#components/ui/button.tsx";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { EMAIL, NEW_PASSWORD, PASSWORD } from "./fields.ts";

const NAME = { label: "Name", name: "name", autoComplete: "name" };
const MAIL_CODE = {
  label: "Code of the mail",
  name: "code",
  autoComplete: "one-time-code",
  inputMode: "numeric",
  help: "If it has one, instead of the link",
} as const;

interface SignInFormProps {
  mode: "sign-in" | "sign-up";
  part: ClientPart;
  offer: SignInOffer;
  returnTo: string;
  /** What went wrong before this page was shown. */
  initialProblem?: string;
}

/** Sign-in and sign-up on a page of ours, in the ways that the active provider offers. */
export function SignInForm({ mode, part, offer, returnTo, initialProblem }: SignInFormProps) {
  const [sentTo, setSentTo] = useState<string>();
  const isNew = mode === "sign-up";

  function sendLink(element: HTMLFormElement | null, { run }: FormState) {
    const field = element?.elements.namedItem("email");
    if (!(field instanceof HTMLInputElement) || !field.reportValidity()) return;
    const email = field.value.trim();
    setSentTo(undefined);
    void run(
      async () => (await loadCredentials(part)).sendLink?.(email, returnTo),
      () => setSentTo(email),
    );
  }

  return (
    <>
      {offer.passkey && !isNew ? (
        <AuthForm
          label="Sign in with a passkey"
          variant="outline"
          returnTo={returnTo}
          send={async () => {
            rememberMethod("passkey");
            return (await loadCredentials(part)).signInWithPasskey?.();
          }}
        />
      ) : null}
      <AuthForm
        label={isNew ? "Create account" : "Sign in"}
        {...{ returnTo, initialProblem }}
        fields={
          isNew ? [NAME, { ...EMAIL, autoComplete: "email" }, NEW_PASSWORD] : [EMAIL, PASSWORD]
        }
        send={async ({ name = "", email = "", password = "" }) => {
          rememberMethod("password");
          const client = await loadCredentials(part);
          const values = { name, email, password };
          return isNew ? client.signUp(values, returnTo) : client.signIn(values);
        }}
        others={(form) =>
          offer.link && !isNew ? (
            <>
              <Button
                variant="outline"
                size="large"
                disabled={!form.isReady}
                onClick={(event) => sendLink(event.currentTarget.form, form)}
                className="w-full"
              >
                E-mail me a link instead
              </Button>
              <p role="status" className="text-help text-quiet empty:hidden">
                {sentTo ? `A link is on its way to ${sentTo}. Open it in this browser.` : null}
              </p>
            </>
          ) : null
        }
      >
        {offer.reset && !isNew ? (
          <a
            href={withReturnTo("/sign-in/forgot", returnTo)}
            className="block w-fit text-help text-brand underline underline-offset-2"
          >
            Forgot your password?
          </a>
        ) : null}
      </AuthForm>
      {sentTo && offer.mailCode ? (
        <AuthForm
          label="Sign in with the code"
          variant="outline"
          returnTo={returnTo}
          fields={[MAIL_CODE]}
          send={async ({ code = "" }) =>
            (await loadCredentials(part)).enterMailCode?.(sentTo, code)
          }
        />
      ) : null}
    </>
  );
}
