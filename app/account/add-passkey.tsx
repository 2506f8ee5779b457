"use client";

import type { ClientPart } from "#adapters/client-contracts.ts";
import { Credentials } from "#adapters/credentials.ts";
import { AuthForm } from "#components/auth/auth-form.tsx";
import { Field } from "#components/auth/field.tsx";

/** Asks the browser for a new passkey. */
export function AddPasskey({ part }: { part: ClientPart }) {
  return (
    <Credentials part={part}>
      {(client) => (
        <div className="max-w-form">
          <AuthForm
            label="Add a passkey"
            variant="outline"
            returnTo="/account?done=passkey-added"
            send={async ({ name = "" }) => client.addPasskey?.(name)}
          >
            {() => (
              <Field
                label="Name of a new passkey"
                name="name"
                autoComplete="off"
                required
                maxLength={100}
                help="Where it is kept, such as my phone"
              />
            )}
          </AuthForm>
        </div>
      )}
    </Credentials>
  );
}
