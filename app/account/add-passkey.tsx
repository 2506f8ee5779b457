"use client";

import type { ClientPart } from "#adapters/client-contracts.ts";
import { loadCredentials } from "#adapters/credentials.ts";
import { AuthForm } from "#components/auth/auth-form.tsx";

const NAME = {
  label: "Name of a new passkey",
  name: "name",
  autoComplete: "off",
  maxLength: 100,
  help: "Where it is kept, such as my phone",
};

/** Asks the browser for a new passkey. */
export const AddPasskey = ({ part }: { part: ClientPart }) => (
  <div className="max-w-form">
    <AuthForm
      label="Add a passkey"
      variant="outline"
      returnTo="/account?done=passkey-added"
      fields={[NAME]}
      send={async ({ name = "" }) => (await loadCredentials(part)).addPasskey?.(name)}
    />
  </div>
);
