"use client";

import { createAuthClient } from "better-auth/react";
import type { AuthState } from "../client-contracts.ts";

const { useSession } = createAuthClient({ basePath: "/auth" });

/** By /auth/get-session, which tells the user and the session. */
export function useAuthState(): AuthState {
  const { data, isPending, error } = useSession();
  return isPending || error ? undefined : (data?.user.id ?? null);
}
