"use client";

import dynamic from "next/dynamic";
import { type ComponentType, createElement, Fragment, type ReactNode } from "react";
import type { Provider } from "#lib/env.ts";
import { AuthStateWatch } from "./auth-state-watch.ts";

export interface Credentials {
  /** Only asked for when an account is created. */
  name: string;
  email: string;
  password: string;
}

/** What is wrong, in words for the form; undefined when the visitor is now signed in. */
export type CredentialsProblem = { message: string; field?: keyof Credentials } | undefined;

/** `adapters/<provider>/credentials.ts` exports one of these as `credentials`, where the provider takes an e-mail address and a password on our own page. */
export interface CredentialsClient {
  signIn(credentials: Credentials): Promise<CredentialsProblem>;
  signUp(credentials: Credentials): Promise<CredentialsProblem>;
  /** Sends a sign-in link to the address; undefined when it is on its way. */
  sendLink?(email: string): Promise<CredentialsProblem>;
}

/** Who is signed in: a name for the user, null for nobody, undefined while that is not known. */
export type AuthState = string | null | undefined;

/** What `adapters/<provider>/client.tsx` exports where the SDK has a hook of its own for the browser. */
export interface AuthClient {
  useAuthState(): AuthState;
  /** What the hook needs around it. */
  AuthStateProvider?: ComponentType<{ children: ReactNode }>;
}

/** What a page says to the active provider's browser part; `readClientPart` makes one. */
export interface ClientPart {
  provider: Provider;
  /** TOKEN_RETRIEVAL=client: the SDK's own hook is loaded and followed. */
  followsHook: boolean;
  settings: Record<string, string | undefined>;
  /** For scripts, by the Content-Security-Policy of the page. */
  nonce?: string;
}

interface FrameProps {
  part: ClientPart;
  children: ReactNode;
}

// Each import is a chunk of its own, so that a page loads the active provider's alone.
const frames: Partial<Record<Provider, ComponentType<FrameProps>>> = {
  clerk: dynamic(() => import("./clerk/client.tsx").then((module) => module.ClerkSession)),
};

/** Beside the page and not around it, which does not wait for them. Clerk's is in its frame. */
const watches: Partial<Record<Provider, ComponentType>> = {
  authjs: dynamic(() => import("./authjs/client.tsx").then(watch), { ssr: false }),
  auth0: dynamic(() => import("./auth0/client.tsx").then(watch), { ssr: false }),
  "better-auth": dynamic(() => import("./better-auth/client.tsx").then(watch), { ssr: false }),
  supabase: dynamic(() => import("./supabase/client.tsx").then(watch), { ssr: false }),
  workos: dynamic(() => import("./workos/client.tsx").then(watch), { ssr: false }),
};

function watch({ useAuthState, AuthStateProvider = Fragment }: AuthClient): ComponentType {
  return () =>
    createElement(AuthStateProvider, null, createElement(AuthStateWatch, { useAuthState }));
}

/** The active SDK's part of the pages of a signed-in user, if it has one. */
export function ProviderFrame({ part, children }: FrameProps): ReactNode {
  const Frame = frames[part.provider];
  if (Frame) return createElement(Frame, { part, children });
  const Watch = part.followsHook ? watches[part.provider] : undefined;
  return createElement(Fragment, null, Watch && createElement(Watch), children);
}
