import { isAPIError } from "better-auth/api";
import { parseSetCookieHeader, toCookieOptions } from "better-auth/cookies";
import { cookies, headers } from "next/headers";
import { appEnv } from "#lib/base/env.ts";
import { HttpError } from "#lib/base/http/http-error.ts";
import { limitAttempts } from "#lib/identity/attempt-limit.ts";
import { getAuth } from "./config.ts";

const STALE = "You signed in more than a day ago: sign out, sign in again, and do this then";
/** The library's codes in words, with the field of the form that they are about. */
const FLAWS = new Map([
  ["INVALID_PASSWORD", "password: this is not your password"],
  ["PASSWORD_TOO_SHORT", "next: use at least 8 characters"],
  ["PASSWORD_TOO_LONG", "next: use at most 128 characters"],
  ["NAME_TOO_LONG", "name: use at most 200 characters"],
  ["INVALID_CODE", "code: this code is not right"],
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

/** `ask` for what a password is needed for: as at a sign-in, wrong ones are not tried for long. */
export async function askByPassword<T>(call: Call<T>): Promise<T> {
  const sent = { headers: await headers() };
  const found = await (await getAuth()).api.getSession(sent);
  const answers: T[] = [];
  await limitAttempts(new Request(appEnv().APP_URL, sent), found?.user.email ?? "", async () => {
    answers.push(await ask(call));
    return new Response();
  });
  return answers[0] as T;
}
