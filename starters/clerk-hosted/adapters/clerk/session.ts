import { auth, clerkClient, currentUser } from "@clerk/nextjs/server";
import { headers } from "next/headers";
import type { Profile, SessionAdapter } from "#adapters/contracts.ts";
import { HttpError } from "#lib/base/http/http-error.ts";
import { logError } from "#lib/base/process.ts";
import { refuseClaims, refuseSession } from "#lib/identity/refuse-session.ts";
import { ownOrigin, trust } from "./trust.ts";

const ONE_MINUTE = 60; // seconds

export const adapter: SessionAdapter = {
  signInPath: "/sign-in",
  signUpPath: "/sign-up",
  accountPath: "/account",
  signInOffer: () => ({}),

  async getSession() {
    // What proxy.ts has verified. A session that waits for a task at Clerk counts as none: <SignIn/> asks for that.
    const { userId, sessionId, sessionClaims, getToken } = await auth();
    if (!userId) {
      explain((await headers()).get("x-clerk-auth-reason") ?? "");
      return undefined;
    }
    // The first of `fva`: minutes since the first factor was verified; -1: it says nothing.
    const { azp, iat, fva: [age = 0] = [] } = sessionClaims;
    // A token that is made on the way to a page has none. As an option, Clerk's middleware would refuse it.
    if (azp !== undefined && azp !== ownOrigin()) {
      refuseSession("party", `its token must have the azp ${ownOrigin()}`);
    }
    refuseClaims(sessionClaims, trust());
    return {
      id: sessionId,
      subject: userId,
      startedAt: new Date((iat - ONE_MINUTE * Math.max(age, 0)) * 1_000),
      profile: await readProfile(),
      providerToken: async () => (await getToken()) ?? "",
    };
  },

  async readSession() {
    const { userId, sessionId, getToken } = await auth();
    if (!userId) return undefined;
    return { id: sessionId, subject: userId, providerToken: async () => (await getToken()) ?? "" };
  },

  async signOut() {
    const { sessionId } = await auth({ treatPendingAsSignedOut: false });
    if (sessionId) await (await clerkClient()).sessions.revokeSession(sessionId);
    return undefined;
  },
};

/** Throws where Clerk's SDK takes a session token for none because of a flaw, or cannot renew it now, which ends no session. */
function explain(reason: string): void {
  if (/^(token-|session-token-(nbf|iat-in-the-future)|jwk-kid-mismatch)/.test(reason)) {
    refuseSession("form", `Clerk's SDK says ${reason}`);
  }
  // Not eligible is an expired token without a refresh cookie: Clerk's script in the page has to renew it.
  if (/^(jwk|secret-key)|unexpected|fetch-error|non-eligible/.test(reason)) {
    throw new HttpError(503, "UNAVAILABLE", `Clerk cannot be asked: ${reason}`);
  }
}

/** It is shown and nothing else, so nobody is kept out for want of it. */
async function readProfile(): Promise<Profile> {
  const user = await currentUser().catch((error) =>
    logError("Clerk could not be asked who is signed in", error),
  );
  const address = user?.primaryEmailAddress;
  return {
    name: user?.fullName ?? undefined,
    email: address?.emailAddress,
    emailVerified: address?.verification?.status === "verified",
    picture: user?.imageUrl,
  };
}
