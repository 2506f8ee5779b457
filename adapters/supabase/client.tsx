"use client";

import { useEffect, useState } from "react";
import type { AuthState } from "../client-contracts.ts";

/**
 * Supabase's own hook, `onAuthStateChange`, tells of a session that page script holds, with both
 * tokens. Ours is in an HttpOnly cookie, so /auth/session is asked, again whenever the page comes back.
 */
export function useAuthState(): AuthState {
  const [state, setState] = useState<AuthState>();
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const ask = async () => {
      if (document.visibilityState !== "visible") return;
      const response = await fetch("/auth/session", { signal }).catch(() => undefined);
      if (!response?.ok) return;
      const { userId } = await response.json();
      if (!signal.aborted) setState(userId);
    };
    document.addEventListener("visibilitychange", ask, { signal });
    void ask();
    return () => controller.abort();
  }, []);
  return state;
}
