"use client";

import dynamic from "next/dynamic";
import { type ComponentType, createElement, type ReactNode } from "react";
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

/** For an SDK that signs in by hooks and not by functions. */
const credentialsFrames: Record<string, ComponentType<CredentialsProps>> = {
  clerk: dynamic(() => import("./clerk/client.tsx").then((module) => module.ClerkCredentials)),
};

/** Gives its child the active provider's way to sign in with e-mail address and password. */
export function Credentials({ part, children }: CredentialsProps): ReactNode {
  const Frame = credentialsFrames[part.provider];
  return Frame ? createElement(Frame, { part, children }) : children(whenUsed(part.provider));
}

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
