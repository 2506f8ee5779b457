"use client";

import { SessionProvider, useSession } from "next-auth/react";
import type { ReactNode } from "react";
import type { AuthState } from "../client-contracts.ts";

/** By /auth/session, which tells name, address and picture: the user id stays in the cookie. */
export function useAuthState(): AuthState {
  const { data, status } = useSession();
  // Not by the address, which a user may lack, and two users from two sources may share.
  return status === "loading" ? undefined : data && JSON.stringify(data.user ?? {});
}

export function AuthStateProvider({ children }: { children: ReactNode }) {
  return <SessionProvider basePath="/auth">{children}</SessionProvider>;
}
