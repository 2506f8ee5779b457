import { decodeJwt } from "jose";
import { cookies } from "next/headers";
import { NextRequest } from "next/server";
import { appEnv } from "#lib/base/env.ts";
import { verifySessionToken } from "#lib/identity/refuse-session.ts";
import type { SessionAdapter } from "../contracts.ts";
import { readMembers, readProfile, readText } from "../shared/read-profile.ts";
import { expiryOf } from "../shared/renewal.ts";
import { oauthRedirects } from "./oauth.ts";
import { handlerClient, readStoredSession } from "./server-client.ts";
import { handleAuthRequest } from "./sign-in.ts";
import { trust } from "./trust.ts";

const ONE_SECOND = 1_000; // milliseconds
/** How long a session is believed past its token's end, while Supabase cannot be asked. */
const LONGEST_OUTAGE = 3_600 * ONE_SECOND;

export const adapter: SessionAdapter = {
  signInPath: "/sign-in",
  signUpPath: "/sign-up",
  signUpRoute: "/auth/sign-up",
  signInOffer() {
    const redirects = oauthRedirects();
    return {
      redirects: redirects.length > 0 ? redirects : undefined,
      password: true,
      link: true,
      mailCode: true,
      confirm: true,
      reset: true,
      code: true,
    };
  },

  handleAuthRequest,

  async getSession() {
    const stored = await readStoredSession((await cookies()).getAll());
    if (!stored) return undefined;
    const token = stored.access_token;
    const verified = await verify(token);
    const { email, user_metadata } = decodeJwt(token);
    const { name, full_name, avatar_url } = readMembers(user_metadata);
    return {
      id: verified.sessionId,
      startedAt: new Date(verified.authTime * ONE_SECOND),
      subject: verified.subject,
      providerToken: async () => token,
      // Users can write their own metadata, so what it says about the address proves nothing.
      profile: readProfile({ name: readText(name) ?? full_name, email, picture: avatar_url }),
    };
  },

  async readSession(headers) {
    const { cookies } = new NextRequest(appEnv().APP_URL, { headers });
    const stored = await readStoredSession(cookies.getAll());
    if (!stored) return undefined;
    const { access_token: token } = stored;
    const { sub, session_id: id } = decodeJwt(token);
    if (!sub || typeof id !== "string") return undefined;
    return { id, subject: sub, providerToken: async () => token };
  },

  async signOut({ headers }) {
    const session = await adapter.readSession(headers);
    if (!session) return undefined;
    // Not by `auth.signOut()`, which tries for half a minute to renew a session that has expired.
    const { admin } = (await handlerClient()).auth;
    // The default scope would end the user's sessions on every device.
    const { error } = await admin.signOut(await session.providerToken(), "local");
    if (error) throw error;
    return undefined;
  },
};

/**
 * Throws what refuses the session. A token that has just expired means that Supabase is out of reach,
 * or the proxy would have renewed it: the session goes on.
 */
async function verify(token: string) {
  const now = Date.now();
  const expiry = expiryOf(token);
  const isOutage = expiry <= now && now - expiry < LONGEST_OUTAGE;
  return verifySessionToken(token, trust(), new Date(isOutage ? expiry - 1 : now));
}
