"use client";

import dynamic from "next/dynamic";
import { type ComponentType, createElement, type ReactNode } from "react";
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

/** What a page says to the active provider's browser part; `readClientPart` makes one. */
export interface ClientPart {
  provider: Provider;
  settings: Record<string, string | undefined>;
  /** For scripts, by the Content-Security-Policy of the page. */
  nonce?: string;
}

interface FrameProps {
  part: ClientPart;
  children: ReactNode;
}

interface CredentialsProps {
  part: ClientPart;
  children: (credentials: CredentialsClient) => ReactNode;
}

// Each import is a chunk of its own, so that a page loads the active provider's alone.
const clients: Partial<Record<Provider, () => Promise<{ credentials: CredentialsClient }>>> = {
  "better-auth": () => import("./better-auth/client.ts"),
  supabase: () => import("./supabase/client.ts"),
};

/** For an SDK that signs in by hooks and not by functions. */
const credentialsFrames: Partial<Record<Provider, ComponentType<CredentialsProps>>> = {
  clerk: dynamic(() => import("./clerk/client.tsx").then((module) => module.ClerkCredentials)),
};

const frames: Partial<Record<Provider, ComponentType<FrameProps>>> = {
  clerk: dynamic(() => import("./clerk/client.tsx").then((module) => module.ClerkFrame)),
};

/** What the active SDK needs around the pages of a signed-in user, if anything. */
export function ProviderFrame({ part, children }: FrameProps): ReactNode {
  const Frame = frames[part.provider];
  return Frame ? createElement(Frame, { part, children }) : children;
}

/** Gives its child the active provider's way to sign in with e-mail address and password. */
export function Credentials({ part, children }: CredentialsProps): ReactNode {
  const Frame = credentialsFrames[part.provider];
  return Frame ? createElement(Frame, { part, children }) : children(whenUsed(part.provider));
}

/** Loads the provider's chunk at the first use. */
function whenUsed(provider: Provider): CredentialsClient {
  const load = async () => {
    const client = await clients[provider]?.();
    if (!client) throw new TypeError(`${provider} takes no password on a page of ours`);
    return client.credentials;
  };
  return {
    signIn: async (credentials) => (await load()).signIn(credentials),
    signUp: async (credentials) => (await load()).signUp(credentials),
    sendLink: async (email) => (await load()).sendLink?.(email),
  };
}
