import { decodeJwt } from "jose";
import { cookies } from "next/headers";
import type { SessionAdapter, SignInRedirect } from "#adapters/contracts.ts";
import { verifySessionToken } from "#lib/identity/refuse-session.ts";
import { makeClient, readSession } from "./client.ts";
import { supabaseEnv, trust } from "./trust.ts";

const ONE_SECOND = 1_000; // milliseconds
/** How long a session is believed past its token's end, while Supabase cannot be asked. */
const LONGEST_OUTAGE = 3_600 * ONE_SECOND;
/** Of those that are not called by their name with a capital letter. */
const LABELS: Record<string, string> = { azure: "Microsoft", github: "GitHub", gitlab: "GitLab" };

export const adapter = {
  signInPath: "/sign-in",
  signUpPath: "/sign-in/new",
  signInOffer: () => ({ redirects: listRedirects(), password: true, reset: true }),

  async getSession() {
    const stored = await readSession(await cookies());
    if (!stored) return undefined;
    const token = stored.access_token;
    const expiry = stored.expires_at * ONE_SECOND;
    // The proxy would have renewed an expired one: Supabase is out of reach, and the session goes on.
    const isOutage = Date.now() - expiry < LONGEST_OUTAGE;
    const at = new Date(isOutage ? Math.min(Date.now(), expiry - 1) : Date.now());
    const { subject, sessionId, authTime } = await verifySessionToken(token, trust(), at);
    const { email, user_metadata: user } = decodeJwt<Record<string, { name?: unknown }>>(token);
    return {
      id: sessionId,
      startedAt: new Date(authTime * ONE_SECOND),
      subject,
      providerToken: async () => token,
      profile: { name: readText(user?.name), email: readText(email), emailVerified: false },
    };
  },

  async signOut() {
    const jar = await cookies();
    const session = await readSession(jar);
    if (!session) return undefined;
    // Not by `auth.signOut()`, which tries for half a minute to renew a session that has expired.
    const { admin } = makeClient(jar).auth;
    // The default scope would end the user's sessions on every device.
    const { error } = await admin.signOut(session.access_token, "local");
    if (error) throw error;
    return undefined;
  },
} satisfies Omit<SessionAdapter, "readSession">;

const readText = (value: unknown) => (typeof value === "string" && value ? value : undefined);

/** The ways to sign in that SUPABASE_OAUTH_PROVIDERS names. */
export function listRedirects(): SignInRedirect[] {
  const names = supabaseEnv().SUPABASE_OAUTH_PROVIDERS?.split(",") ?? [];
  return names.flatMap((name) => {
    const id = name.trim();
    const plain = id.replace(/^custom:/, "").replace(/_oidc$/, "");
    const label = LABELS[plain] ?? plain.charAt(0).toUpperCase() + plain.slice(1);
    return id ? [{ id, label, path: `/auth/oauth/${id}` }] : [];
  });
}
