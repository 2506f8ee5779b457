"use client";

import type { ClientPart } from "#adapters/client-contracts.ts";
import type { SignInOffer } from "#adapters/contracts.ts";
import { Credentials } from "#adapters/credentials.ts";
import { CredentialsForm } from "#components/auth/credentials-form.tsx";
import { PasskeyButton } from "#components/auth/passkey-button.tsx";
import { withReturnTo } from "#lib/base/http/return-to.ts";

interface SignInFormProps {
  mode: "sign-in" | "sign-up";
  part: ClientPart;
  offer: SignInOffer;
  returnTo: string;
  initialProblem?: string;
}

/** Connects our forms with the active adapter's client code. */
export function SignInForm({ mode, part, offer, returnTo, initialProblem }: SignInFormProps) {
  const isNew = mode === "sign-up";
  return (
    <Credentials part={part}>
      {(client) => (
        <>
          {offer.passkey && !isNew ? (
            <PasskeyButton signIn={async () => client.signInWithPasskey?.()} returnTo={returnTo} />
          ) : null}
          <CredentialsForm
            mode={mode}
            returnTo={returnTo}
            initialProblem={initialProblem}
            send={(values) => (isNew ? client.signUp(values, returnTo) : client.signIn(values))}
            sendLink={
              offer.link && !isNew ? async (email) => client.sendLink?.(email, returnTo) : undefined
            }
            enterMailCode={offer.mailCode ? client.enterMailCode : undefined}
            forgotPath={
              offer.reset && !isNew ? withReturnTo("/sign-in/forgot", returnTo) : undefined
            }
          />
        </>
      )}
    </Credentials>
  );
}
