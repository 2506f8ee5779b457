import { headers } from "next/headers";
import type { Session, SessionAdapter } from "#adapters/contracts.ts";
import { isTooOld } from "#adapters/shared/cookies.ts";
import { authJsSignIn } from "../shared/auth-js.ts";
import { getAuth, readSessionCookie } from "./auth.ts";

export const adapter: SessionAdapter = {
  ...authJsSignIn("authjs", getAuth),
  readSession: findSession,
  // Reads the cookie only: `auth()` could renew here, where no cookie can be set.
  getSession: async () => findSession(await headers()),
};

async function findSession(headers: Headers): Promise<Session | undefined> {
  const token = await readSessionCookie(headers);
  if (!token || isTooOld(new Date(token.startedAt))) return undefined;
  const { sub, sessionId, startedAt, idToken = "", expiresAt, name, email } = token;
  return {
    id: sessionId,
    startedAt: new Date(startedAt),
    // While Google is out of reach, the cookie still names its user: nobody but this app can have made it.
    subject: expiresAt > Date.now() ? undefined : sub,
    providerToken: async () => idToken,
    profile: {
      name: name ?? undefined,
      email: email ?? undefined,
      emailVerified: Boolean(email),
    },
  };
}
