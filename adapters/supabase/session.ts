import { decodeJwt } from "jose";
import { cookies } from "next/headers";
import type { VerifiedProviderToken } from "#lib/tokens/provider-token.ts";
import { verifySessionToken } from "#lib/tokens/refuse-session.ts";
import type { SessionAdapter } from "../adapter.ts";
import { answerHook } from "../answer-hook.ts";
import { readMembers, readProfile, readText } from "../read-profile.ts";
import { expiryOf } from "../renewal-time.ts";
import { handlerClient, readStoredSession, withPatience } from "./server-client.ts";
import { handleAuthRequest } from "./sign-in.ts";
import { trust } from "./trust.ts";

const ONE_SECOND = 1_000; // milliseconds
/** Supabase's cookie is not sealed, so whoever finds an old token could use it for that long. */
const LONGEST_OUTAGE = 3_600 * ONE_SECOND;

export const adapter: SessionAdapter = {
  signInPath: "/sign-in",
  signUpPath: "/sign-up",
  clientSettings: () => ({ signInLink: "offered" }),

  async handleAuthRequest(request) {
    const isHook = new URL(request.url).pathname === "/auth/session" && request.method === "GET";
    return isHook ? answerHook(adapter) : handleAuthRequest(request);
  },

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

  async signOut(_request, returnTo) {
    const supabase = await handlerClient();
    // The default scope would end the user's sessions on every device. Where Supabase cannot be
    // reached its part of the session is left to expire; ours has ended, and the cookies go.
    await withPatience(supabase.auth.signOut({ scope: "local" }));
    return new Response(null, { status: 303, headers: { location: returnTo } });
  },
};

/**
 * Throws what refuses the session. A token that has just expired means that Supabase is out of reach,
 * or the proxy would have renewed it: the session goes on.
 */
function verify(token: string): Promise<VerifiedProviderToken> {
  const now = Date.now();
  const expiry = expiryOf(token);
  const isOutage = expiry <= now && now - expiry < LONGEST_OUTAGE;
  return verifySessionToken(token, trust(), new Date(isOutage ? expiry - 1 : now));
}
