import { cookies } from "next/headers";
import { NextRequest } from "next/server";
import { appEnv } from "#lib/base/env.ts";
import type { SessionAdapter } from "../contracts.ts";
import { authJsSignIn, sessionCookie, signInPathOf } from "../shared/auth-js-sign-in.ts";
import { getAuth } from "./auth.ts";
import { findSession } from "./find-session.ts";
import { sources } from "./trust.ts";

const signIn = authJsSignIn(getAuth, sources);

export const adapter: SessionAdapter = {
  ...signIn,

  get signInPath() {
    return signInPathOf(sources());
  },

  async getSession() {
    // Before anything is opened: this is what tells Next that the page is dynamic.
    const cookie = (await cookies()).get(sessionCookie("neon").name);
    return cookie && findSession(cookie.value);
  },

  async readSession(headers) {
    const { cookies } = new NextRequest(appEnv().APP_URL, { headers });
    const cookie = cookies.get(sessionCookie("neon").name);
    return cookie && findSession(cookie.value);
  },

  handleAuthRequest: (request) => signIn.handleAuthRequest(withoutSession(request)),
};

/**
 * Auth.js links an account that comes back from a source to the user who is signed in: two people at
 * one browser would become one user. Without the session it is a sign-in of its own.
 */
function withoutSession({ url, method, headers }: NextRequest): NextRequest {
  const request = new NextRequest(url, { method, headers });
  request.cookies.delete(sessionCookie("neon").name);
  return request;
}
