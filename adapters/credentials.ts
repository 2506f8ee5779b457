"use client";
import type { ClientPart, CredentialsClient } from "./client-contracts.ts";

// Each import is a chunk of its own, so that a page loads the active provider's alone.
const clients: Record<string, () => Promise<{ credentials: CredentialsClient }>> = {
  "better-auth": () => import("./better-auth/credentials.ts"),
  supabase: () => import("./supabase/credentials.ts"),
};

/** The active provider's way to sign in with e-mail address and password. Loaded when a form is sent. */
export async function loadCredentials({ provider }: ClientPart): Promise<CredentialsClient> {
  const client = await clients[provider]?.();
  if (!client) throw new TypeError(`${provider} takes no password on a page of ours`);
  return client.credentials;
}
