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
  /** Sends a sign-in link to the address; undefined when it is on its way. */
  sendLink?(email: string): Promise<CredentialsProblem>;
}

// Each import is a chunk of its own, so that a page loads the active provider's alone.
const registry = {
  "better-auth": () => import("./better-auth/client.ts"),
  supabase: () => import("./supabase/client.ts"),
} satisfies Record<Provider, () => Promise<{ credentials: CredentialsClient }>>;

/** The browser's part of an adapter. */
export async function credentialsClient(provider: Provider): Promise<CredentialsClient> {
  return (await registry[provider]()).credentials;
}
