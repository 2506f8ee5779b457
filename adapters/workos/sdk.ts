import type { NextRequest } from "next/server";
import { setVariable } from "#lib/base/env.ts";
import { cookieName } from "../shared/cookies.ts";
import { workosEnv } from "./config.ts";

export const sessionName = () => cookieName("wos-session");

/** WorkOS's SDK. Outside Next it does not load; it reads its cookie's name from the variable when it does. */
export function loadSdk() {
  setVariable("WORKOS_COOKIE_NAME", sessionName());
  return import("@workos-inc/authkit-nextjs");
}

/** The session in a sealed cookie; undefined if this app did not seal it. Its token is not verified. */
export async function openSession(sessionData: string) {
  const { getWorkOS } = await loadSdk();
  const cookiePassword = workosEnv().WORKOS_COOKIE_PASSWORD;
  const opened = await getWorkOS().userManagement.getSessionFromCookie({
    sessionData,
    cookiePassword,
  });
  return opened?.user ? opened : undefined;
}

/**
 * Whether a request brings the code of a sign-in that began in this browser, whose state a cookie
 * holds. For any other, which anybody can send, the SDK writes a stack to the log.
 */
export function isAnswer({ nextUrl: { searchParams }, cookies }: NextRequest): boolean {
  const state = searchParams.get("state");
  const isVerifier = ({ name, value }: { name: string; value: string }) =>
    name.startsWith("wos-auth-verifier") && value === state;
  return searchParams.has("code") && cookies.getAll().some(isVerifier);
}
