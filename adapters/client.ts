"use client";

import type { Provider } from "#lib/env.ts";

export interface Credentials {
  /** Only asked for when an account is created. */
  name: string;
  email: string;
  password: string;
}

/** What is wrong, in words for the form; undefined when the visitor is now signed in. */
export type CredentialsProblem = { message: string; field?: keyof Credentials } | undefined;

/** `adapters/<provider>/client.ts` exports one of these as `credentials`, where the provider takes an e-mail address and a password on our own page. */
export interface CredentialsClient {
  signIn(credentials: Credentials): Promise<CredentialsProblem>;
  signUp(credentials: Credentials): Promise<CredentialsProblem>;
}

// Each import is a chunk of its own, so that a page loads the active provider's alone.
const registry: Partial<Record<Provider, () => Promise<{ credentials: CredentialsClient }>>> = {
  "better-auth": () => import("./better-auth/client.ts"),
};

/** The browser's part of an adapter that takes a password on our own page. */
export async function credentialsClient(provider: Provider): Promise<CredentialsClient> {
  const load = registry[provider];
  if (!load) throw new Error(`${provider} has a sign-in page of its own`);
  return (await load()).credentials;
}
