"use client";

import type { ClientPart } from "#adapters/client-contracts.ts";
import { Credentials } from "#adapters/credentials.ts";
import { CredentialsForm } from "#components/auth/credentials-form.tsx";

interface SignInFormProps {
  mode: "sign-in" | "sign-up";
  part: ClientPart;
  returnTo: string;
  initialProblem?: string;
}

/** Connects our form with the active adapter's client code. */
export function SignInForm({ mode, part, returnTo, initialProblem }: SignInFormProps) {
  return (
    <Credentials part={part}>
      {(client) => (
        <CredentialsForm
          mode={mode}
          returnTo={returnTo}
          initialProblem={initialProblem}
          send={(values) => (mode === "sign-in" ? client.signIn(values) : client.signUp(values))}
          sendLink={part.settings.signInLink ? client.sendLink : undefined}
        />
      )}
    </Credentials>
  );
}
