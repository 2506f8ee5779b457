import { headers } from "next/headers";
import { HttpError } from "#lib/base/http/http-error.ts";
import {
  type Refusal,
  refuseClaims,
  refuseSession,
  verifySessionToken,
} from "#lib/identity/refuse-session.ts";
import type { SessionAdapter } from "../contracts.ts";
import { findAccount, loadClerk } from "./account.ts";
import { AHEAD, ownOrigin, PROXY_PATH, readConfig, readOrganization, trust } from "./trust.ts";

/** What proxy.ts has verified of the request's session token. */
async function readToken() {
  const { auth } = await loadClerk();
  return auth({ treatPendingAsSignedOut: false });
}

async function providerToken(
  getToken: Awaited<ReturnType<typeof readToken>>["getToken"],
): Promise<string> {
  const { template } = readConfig();
  const token = await getToken({ template });
  if (!token) throw new HttpError(401, "SIGNED_OUT", "Clerk has no token for this session");
  // The proxy does not check a token's audience. The exchange does, and would refuse it in the page.
  await verifySessionToken(token, trust());
  return token;
}

/** What is no flaw: nobody is signed in, or the token is to be renewed. */
const USUAL =
  /^($|session-token-(and-uat-missing|missing|but-no-client-uat|iat-before-client-uat|expired)|client-uat-but-no-session-token|dev-browser-|primary-|satellite-|active-organization-mismatch)/;

/** By how a reason begins, which check it stands for. */
const CHECKS: [start: string, check: Refusal][] = [
  ...AHEAD.map((reason): [string, Refusal] => [reason, "time"]),
  ["token-invalid-algorithm", "algorithm"],
  ["token-invalid-signature", "signature"],
  ["token-invalid-issuer", "issuer"],
  ["token-invalid-authorized-parties", "party"],
  ["token-type-mismatch", "type"],
  ["token-", "form"],
  ["jwk-kid-mismatch", "key"],
];

/**
 * Throws what refuses a session token that Clerk's SDK takes for none, unless that is usual. A reason
 * that is not in the table, such as keys that cannot be loaded or a wrong secret key, is not the token's.
 */
export function refuseReason(reason: string): void {
  if (USUAL.test(reason)) return;
  const [, check = "unavailable"] = CHECKS.find(([start]) => reason.startsWith(start)) ?? [];
  const flaw = check === "time" ? ": Clerk's clock is over a minute ahead of this server's" : "";
  refuseSession(check, `Clerk's SDK says ${reason}${flaw}`);
}

export const adapter: SessionAdapter = {
  signInPath: "/sign-in",
  signUpPath: "/sign-up",
  accountPath: "/account",
  signInOffer: () => ({ component: true }),

  async getSession() {
    const { userId, sessionId, sessionStatus, sessionClaims, getToken } = await readToken();
    if (!userId) {
      refuseReason((await headers()).get("x-clerk-auth-reason") ?? "");
      return undefined;
    }
    // A token that a navigation makes has no `azp`; a page of another address has another.
    const { azp } = sessionClaims;
    if (azp !== undefined && azp !== ownOrigin()) {
      refuseSession("party", `its token must have the azp ${ownOrigin()}`);
    }
    if (sessionStatus === "pending") {
      refuseSession("pending", 'its session waits for a task at Clerk (sts: "pending")');
    }
    refuseClaims(sessionClaims, trust());
    const account = await findAccount(sessionId, userId);
    if (!account) return undefined;
    return {
      ...account,
      id: sessionId,
      // proxy.ts has verified the session token.
      subject: userId,
      organization: readOrganization(sessionClaims),
      providerToken: () => providerToken(getToken),
    };
  },

  /** Nothing below /auth opens a session here, so it is the request's own that is asked for. */
  async readSession() {
    const { userId, sessionId, getToken } = await readToken();
    if (!userId) return undefined;
    return { id: sessionId, subject: userId, providerToken: () => providerToken(getToken) };
  },

  clientSettings() {
    const { publishableKey, emulator } = readConfig();
    return { publishableKey, proxyUrl: emulator && PROXY_PATH, origin: ownOrigin() };
  },

  async signOut() {
    const { clerkClient } = await loadClerk();
    const { sessionId } = await readToken();
    if (sessionId) await (await clerkClient()).sessions.revokeSession(sessionId);
    return undefined;
  },
};
