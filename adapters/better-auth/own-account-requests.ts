import { isAPIError } from "better-auth/api";
import { parseSetCookieHeader, toCookieOptions } from "better-auth/cookies";
import { cookies, headers } from "next/headers";
import { appEnv } from "#lib/base/env.ts";
import { HttpError } from "#lib/base/http/http-error.ts";
import { limitAttempts } from "#lib/identity/attempt-limit.ts";
import { getAuth } from "./config.ts";

export const STALE = "You signed in more than a day ago: sign out, sign in again, and do this then";
/** The library's codes in words, with the field of the form that they are about. */
const FLAWS = new Map([
  ["INVALID_PASSWORD", "password: this is not your password"],
  ["PASSWORD_TOO_SHORT", "next: use at least 8 characters"],
  ["PASSWORD_TOO_LONG", "next: use at most 128 characters"],
  ["NAME_TOO_LONG", "name: use at most 200 characters"],
  ["INVALID_CODE", "code: this code is not right"],
  ["VALIDATION_ERROR", "email: enter an address like name@example.com"],
  ["PASSKEY_NOT_FOUND", "This passkey does not exist any more"],
  ["SESSION_EXPIRED", STALE],
  ["SESSION_NOT_FRESH", STALE],
]);

interface Sent {
  headers: Headers;
  returnHeaders: true;
}
type Auth = Awaited<ReturnType<typeof getAuth>>;
type Call<T> = (auth: Auth, sent: Sent) => Promise<{ headers?: Headers | null; response: T }>;

/** Asks the library for whoever sent the request. What it does to cookies is done to the browser's. */
export async function ask<T>(call: Call<T>): Promise<T> {
  const sent = { headers: new Headers(await headers()), returnHeaders: true } as const;
  try {
    const answer = await call(await getAuth(), sent);
    const lines = answer.headers?.getSetCookie() ?? [];
    const jar = lines.length > 0 && (await cookies());
    for (const line of lines) {
      for (const [name, cookie] of parseSetCookieHeader(line)) {
        if (jar) jar.set(name, cookie.value, toCookieOptions(cookie));
      }
    }
    return answer.response;
  } catch (error) {
    const code = isAPIError(error) ? String(error.body?.code) : "";
    const flaw = FLAWS.get(code);
    if (!flaw) throw error;
    throw new HttpError(code === "INVALID_PASSWORD" ? 401 : 400, code, flaw, { cause: error });
  }
}

/** The request as limits count it. */
export const sentRequest = async () =>
  new Request(appEnv().APP_URL, { headers: new Headers(await headers()) });

/** `ask` for what a password is needed for: as at a sign-in, wrong ones are not tried for long. */
export async function askByPassword<T>(call: Call<T>): Promise<T> {
  const request = await sentRequest();
  const { headers } = request;
  const found = await (await getAuth()).api.getSession({ headers });
  const answers: T[] = [];
  await limitAttempts(request, found?.user.email ?? "", async () => {
    answers.push(await ask(call));
    return new Response();
  });
  return answers[0] as T;
}

/** The user, and the sessions with the tokens that open them, which no page may have. */
export async function readSessions() {
  const auth = await getAuth();
  const query = { disableRefresh: true };
  const found = await auth.api.getSession({ headers: await headers(), query });
  if (!found) throw new HttpError(401, "SIGNED_OUT", "You are signed out: sign in again");
  const { internalAdapter } = await auth.$context;
  const sessions = await internalAdapter.listSessions(found.user.id, { onlyActiveSessions: true });
  return { ...found, sessions };
}

/** The user's ways to sign in, but for passkeys, and whether a password is among them. */
export async function readWays() {
  const accounts = await ask(({ api }, sent) => api.listUserAccounts(sent));
  const links = accounts.filter(({ providerId }) => providerId !== "credential");
  return { links, hasPassword: links.length < accounts.length };
}
