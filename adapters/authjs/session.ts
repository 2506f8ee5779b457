import { headers } from "next/headers";
import { appEnv } from "#lib/base/env.ts";
import type { SessionAdapter } from "../contracts.ts";
import { authJsSignIn, signInPathOf } from "../shared/auth-js-sign-in.ts";
import { isTooOld } from "../shared/cookies.ts";
import { readProfile } from "../shared/read-profile.ts";
import { expiryOf, subjectOfExpired } from "../shared/renewal.ts";
import { getAuth, readSessionCookie } from "./auth.ts";
import { sources } from "./trust.ts";

const ONE_MONTH = 30 * 24 * 60 * 60_000; // milliseconds

export const adapter: SessionAdapter = {
  ...authJsSignIn(
    getAuth,
    sources,
    // For the SDK's hook, who is signed in.
    (path) => path === "/auth/session" && appEnv().TOKEN_RETRIEVAL === "client",
  ),

  get signInPath() {
    return signInPathOf(sources());
  },

  async readSession(headers) {
    const token = await readSessionCookie(headers);
    if (!token?.sub) return undefined;
    const { sub: subject, sessionId: id, namespace, idToken = "" } = token;
    return { id, subject, namespace, providerToken: async () => idToken };
  },

  // Reads the cookie only: `auth()` could renew here, where no cookie can be set.
  async getSession() {
    const token = await readSessionCookie(await headers());
    // A source that is never asked again vouches for no longer.
    const longest = token?.refreshToken ? undefined : ONE_MONTH;
    if (!token || isTooOld(new Date(token.startedAt), longest)) return undefined;
    const { idToken = "", namespace } = token;
    return {
      id: token.sessionId,
      startedAt: new Date(token.startedAt),
      // Without an ID token, too, which is not verified then.
      subject: subjectOfExpired(expiryOf(idToken), token.sub),
      namespace,
      providerToken: async () => idToken,
      profile: readProfile(token),
    };
  },
};
