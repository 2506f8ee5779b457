"use client";
import type { ReactNode } from "react";
import type { ClientPart, CredentialsClient } from "./client-contracts.ts";

interface CredentialsProps {
  part: ClientPart;
  children: (credentials: CredentialsClient) => ReactNode;
}

// Each import is a chunk of its own, so that a page loads the active provider's alone.
const clients: Record<string, () => Promise<{ credentials: CredentialsClient }>> = {
  "better-auth": () => import("./better-auth/credentials.ts"),
  supabase: () => import("./supabase/credentials.ts"),
};

/** Gives its child the active provider's way to sign in with e-mail address and password. */
export const Credentials = ({ part, children }: CredentialsProps): ReactNode =>
  children(whenUsed(part.provider));

/** Loads the provider's chunk at the first use. */
function whenUsed(provider: string): CredentialsClient {
  const load = async () => {
    const client = await clients[provider]?.();
    if (!client) throw new TypeError(`${provider} takes no password on a page of ours`);
    return client.credentials;
  };
  return {
    signIn: async (credentials) => (await load()).signIn(credentials),
    signUp: async (...given) => (await load()).signUp(...given),
    sendLink: async (...given) => (await load()).sendLink?.(...given),
    enterMailCode: async (...given) => (await load()).enterMailCode?.(...given),
    confirmLink: async (...given) => (await load()).confirmLink?.(...given),
    signInWithPasskey: async () => (await load()).signInWithPasskey?.(),
    addPasskey: async (name) => (await load()).addPasskey?.(name),
    enterCode: async (code) => (await load()).enterCode?.(code),
    requestReset: async (...given) => (await load()).requestReset?.(...given),
    setPassword: async (...given) => (await load()).setPassword?.(...given),
  };
}
