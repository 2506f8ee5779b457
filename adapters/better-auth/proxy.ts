import { createHash } from "node:crypto";
import { throttle } from "#lib/base/process.ts";
import type { ProxyAdapter } from "../contracts.ts";
import { cookieName, withCookies } from "../shared/cookies.ts";
import { getAuth } from "./config.ts";

/**
 * Prolongs the session, its row and its cookie together: a page could do only the former, and who
 * comes every day would be out after a week. At most once a minute, since it takes two statements.
 */
export const refresh: ProxyAdapter = async ({ method, nextUrl, headers, cookies }) => {
  const cookie = cookies.get(cookieName("better-auth.session_token"));
  if (!cookie || method !== "GET" || nextUrl.pathname.startsWith("/auth/")) return undefined;
  // Hashed, as this is kept for a minute.
  const key = createHash("sha256").update(cookie.value).digest("base64url");
  return throttle("prolonged", key, async () => {
    const answer = await (await getAuth()).api.getSession({ headers, returnHeaders: true });
    return withCookies(answer.headers.getSetCookie());
  });
};
