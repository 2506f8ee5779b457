import { headers } from "next/headers";
import { appEnv } from "#lib/base/env.ts";
import type { SessionAdapter } from "../contracts.ts";
import { googleSignIn } from "../shared/google-sign-in.ts";
import { readProfile } from "../shared/read-profile.ts";
import { expiryOf, isTooOld, subjectOfExpired } from "../shared/renewal.ts";
import { getAuth, readSessionCookie } from "./auth.ts";

/** What this app serves of Auth.js: the way back from Google and, for the SDK's hook, who is signed in. */
const servesPath = (pathname: string) =>
  pathname === "/auth/callback/google" ||
  (pathname === "/auth/session" && appEnv().TOKEN_RETRIEVAL === "client");

export const adapter: SessionAdapter = {
  ...googleSignIn(getAuth, servesPath),

  async readSession(headers) {
    const token = await readSessionCookie(headers);
    if (!token?.sub) return undefined;
    const { sub: subject, sessionId: id, idToken } = token;
    return { id, subject, providerToken: async () => idToken };
  },

  // Reads the cookie only: `auth()` could renew here, where no cookie can be set.
  async getSession() {
    const token = await readSessionCookie(await headers());
    if (!token || isTooOld(new Date(token.startedAt))) return undefined;
    return {
      id: token.sessionId,
      startedAt: new Date(token.startedAt),
      subject: subjectOfExpired(expiryOf(token.idToken), token.sub),
      providerToken: async () => token.idToken,
      profile: readProfile(token),
    };
  },
};
