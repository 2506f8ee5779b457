"use client";

import { AuthKitProvider, useAuth } from "@workos-inc/authkit-nextjs/components";
import { type ReactNode, useEffect } from "react";
import type { AuthState } from "../client-contracts.ts";

/** By /auth/session: `browser-actions.ts` stands for the server actions that the SDK would ask by. */
export function useAuthState(): AuthState {
  const { user, loading, getAuth } = useAuth();
  // The SDK asks once; what happened in another tab is seen when the page comes back.
  useEffect(() => {
    const controller = new AbortController();
    const ask = () => {
      if (document.visibilityState === "visible") void getAuth();
    };
    document.addEventListener("visibilitychange", ask, { signal: controller.signal });
    return () => controller.abort();
  }, [getAuth]);
  return loading ? undefined : (user?.id ?? null);
}

export function AuthStateProvider({ children }: { children: ReactNode }) {
  // What a page does when its session has ended is ours to say.
  return <AuthKitProvider onSessionExpired={false}>{children}</AuthKitProvider>;
}
