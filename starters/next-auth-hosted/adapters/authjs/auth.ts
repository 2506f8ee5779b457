import { decodeJwt } from "jose";
import NextAuth, { type NextAuthResult } from "next-auth";
import { getToken, type JWT } from "next-auth/jwt";
import { z } from "zod";
import { isHttps } from "#adapters/shared/cookies.ts";
import { sayOncePerMinute } from "#lib/base/process.ts";
import { authJsConfig, sessionCookie } from "../shared/auth-js.ts";
import { readClient } from "../shared/google.ts";

declare module "next-auth/jwt" {
  /** What the encrypted session cookie holds, besides sub, name, email and picture. */
  interface JWT {
    sessionId: string;
    /** Milliseconds. */
    startedAt: number;
    idToken?: string;
    /** When that expires, in milliseconds. */
    expiresAt: number;
    refreshToken?: string;
  }
}

const TIMEOUT = 5_000; // milliseconds

/** What the session cookie of a request holds; null without one that this app made. Renews nothing. */
export function readSessionCookie(headers: Headers): Promise<JWT | null> {
  const { name, secret } = sessionCookie("authjs");
  return getToken({ req: { headers }, secret, cookieName: name, secureCookie: isHttps() });
}

let memo: NextAuthResult | undefined;

/** Auth.js, made on first use: nothing is read while the app is built. */
export function getAuth(): NextAuthResult {
  memo ??= makeAuth();
  return memo;
}

function makeAuth(): NextAuthResult {
  // Google issues a refresh token only with consent. Its own session outlives ours, so the next user is asked which account.
  const asked = { access_type: "offline", prompt: "consent select_account" };
  const shared = authJsConfig("authjs", asked);
  return NextAuth({
    ...shared,
    session: { strategy: "jwt" },
    callbacks: {
      ...shared.callbacks,
      async jwt({ token, account }) {
        if (!account) return renewIfDue(token);
        return {
          ...token,
          sub: account.providerAccountId,
          sessionId: crypto.randomUUID(),
          startedAt: Date.now(),
          ...readTokens(account),
        };
      },
    },
  });
}

/**
 * The session with a new ID token, or null: it ends, because Google refuses the refresh token, or gave
 * none. For any other reason it goes on as it is. Google rotates no refresh tokens: parallel requests may each renew.
 */
async function renewIfDue(token: JWT): Promise<JWT | null> {
  const { refreshToken, expiresAt } = token;
  if (expiresAt > Date.now()) return token;
  if (!refreshToken) return null;
  try {
    const tokens = await refreshTokens(refreshToken);
    return tokens && { ...token, ...tokens };
  } catch (error) {
    sayOncePerMinute(`Google did not renew a session, which goes on: ${(error as Error).message}`);
    return token;
  }
}

/** New tokens for a refresh token; null when Google refuses it (RFC 6749 §5.2). Throws for any other answer, or none. */
async function refreshTokens(refreshToken: string) {
  const { clientId, clientSecret, tokenEndpoint } = readClient();
  const response = await fetch(tokenEndpoint, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: "refresh_token", refresh_token: refreshToken }),
    signal: AbortSignal.timeout(TIMEOUT),
  });
  const body: unknown = await response.json();
  if (refusal.safeParse(body).success) return null;
  if (!response.ok) throw new Error(`its token endpoint answered ${response.status}`);
  return readTokens(body);
}

const refusal = z.object({ error: z.literal("invalid_grant") });
const tokenResponse = z.object({ id_token: z.string(), refresh_token: z.string().optional() });

function readTokens(said: unknown) {
  const { id_token: idToken, refresh_token: refreshToken } = tokenResponse.parse(said);
  const { exp = 0 } = decodeJwt(idToken);
  return { idToken, expiresAt: exp * 1_000, ...(refreshToken && { refreshToken }) };
}
