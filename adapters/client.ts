"use client";

import dynamic from "next/dynamic";
import { type ComponentType, createElement, Fragment, type ReactNode } from "react";
import type { AuthClient, FrameProps } from "./client-contracts.ts";
import { AuthStateWatch } from "./shared/auth-state-watch.ts";

// Each import is a chunk of its own, so that a page loads the active provider's alone.
const frames: Record<string, ComponentType<FrameProps>> = {
  clerk: dynamic(() => import("./clerk/client.tsx").then((module) => module.ClerkSession)),
};

/** Beside the page and not around it, which does not wait for them. A frame has its own. */
const watches: Record<string, ComponentType> = {
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
