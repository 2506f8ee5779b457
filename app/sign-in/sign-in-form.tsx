"use client";

import { credentialsClient } from "#adapters/client.ts";
import { CredentialsForm } from "#components/auth/credentials-form.tsx";
import type { Provider } from "#lib/env.ts";

interface SignInFormProps {
  mode: "sign-in" | "sign-up";
  provider: Provider;
  returnTo: string;
  initialProblem?: string;
  offersLink?: boolean;
}

/** Joins our form to the active adapter's browser part. */
export function SignInForm(props: SignInFormProps) {
  const { mode, provider, returnTo, initialProblem, offersLink } = props;
  return (
    <CredentialsForm
      mode={mode}
      returnTo={returnTo}
      initialProblem={initialProblem}
      send={async (values) => {
        const client = await credentialsClient(provider);
        return mode === "sign-in" ? client.signIn(values) : client.signUp(values);
      }}
      sendLink={
        offersLink
          ? async (email) => (await credentialsClient(provider)).sendLink?.(email)
          : undefined
      }
    />
  );
}
