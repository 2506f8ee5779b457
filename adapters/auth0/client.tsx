"use client";

import { useUser } from "@auth0/nextjs-auth0/client";
import type { AuthState } from "../client-contracts.ts";

/** By /auth/profile, which tells what the ID token said of the user. */
export function useAuthState(): AuthState {
  const { user, isLoading, error } = useUser();
  return isLoading || error ? undefined : (user?.sub ?? null);
}
