import type { WorkOS } from "@workos-inc/node";
import type { NextRequest } from "next/server";
import { setVariable } from "#lib/base/env.ts";
import { cookieName } from "../shared/cookies.ts";
import { isRefusal, renewOnce } from "../shared/renewal.ts";
import { workosEnv } from "./trust.ts";

export const sessionName = () => cookieName("wos-session");

let memo: Promise<typeof import("@workos-inc/authkit-nextjs")> | undefined;

/** WorkOS's SDK. Outside Next it does not load; it reads its cookie's name from the variable when it does. */
export function loadSdk() {
  memo ??= load();
  return memo;
}

async function load() {
  setVariable("WORKOS_COOKIE_NAME", sessionName());
  const sdk = await import("@workos-inc/authkit-nextjs");
  shareRenewals(sdk.getWorkOS());
  return sdk;
}

/**
 * Shares every renewal that the SDK asks for, be it that it could not verify a token. The SDK ends the
 * session at most errors, so what is no refusal gets a status at which it does not.
 */
export function shareRenewals({ userManagement }: Pick<WorkOS, "userManagement">): void {
  const ask = userManagement.authenticateWithRefreshToken.bind(userManagement);
  const renew = (options: Parameters<typeof ask>[0]) =>
    ask(options).catch((cause) => {
      if (isRefusal(cause.status, cause.error)) throw cause;
      throw Object.assign(new Error(cause.message, { cause }), { status: 503 });
    });
  userManagement.authenticateWithRefreshToken = (options) =>
    renewOnce(options.refreshToken, () => renew(options));
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
