import NextAuth, { type NextAuthResult } from "next-auth";
import { getToken, type JWT } from "next-auth/jwt";
import { z } from "zod";
import { readUser, toProvider } from "../shared/auth-js-providers.ts";
import { authJsConfig, sessionCookie } from "../shared/auth-js-sign-in.ts";
import { askForToken, GOOGLE, type Source } from "../shared/auth-js-sources.ts";
import { expiryOf, refuses, renewOnce, sayNotRenewed } from "../shared/renewal.ts";
import { sources } from "./trust.ts";

declare module "next-auth/jwt" {
  /** What the encrypted session cookie holds, besides sub, name, email and picture. */
  interface JWT {
    sessionId: string;
    /** Milliseconds. */
    startedAt: number;
    emailVerified: boolean;
    /** Of the source's owners. */
    namespace: string;
    /** Absent where the source is no OpenID provider. */
    idToken?: string;
    refreshToken?: string;
  }
}

/** What the session cookie of a request holds; null without one that this app made. Renews nothing. */
export async function readSessionCookie(headers: Headers): Promise<JWT | null> {
  const { name, secret, secure } = sessionCookie("authjs");
  const token = await getToken({
    req: { headers },
    secret,
    cookieName: name,
    secureCookie: secure,
  });
  // When there was one source alone, cookies did not name it.
  return token && { ...token, namespace: token.namespace ?? GOOGLE };
}

let memo: NextAuthResult | undefined;

/** Auth.js, made on first use: nothing is read while the app is built. */
export function getAuth(): NextAuthResult {
  memo ??= makeAuth();
  return memo;
}

function makeAuth(): NextAuthResult {
  const shared = authJsConfig(sessionCookie("authjs"));
  return NextAuth({
    ...shared,
    session: { strategy: "jwt" },
    providers: sources().map((source) => toProvider(source, { hasTable: false })),
    callbacks: {
      ...shared.callbacks,
      // No `session` callback: what it returns, /auth/session shows to page script.
      async jwt({ token, account, profile }) {
        if (!account) return renewIfDue(token);
        const source = sources().find(({ id }) => id === account.provider);
        if (!source) throw new Error(`${account.provider} is no source`);
        const { subject, emailVerified } = readUser(source.id, profile);
        return {
          ...token,
          sub: subject,
          sessionId: crypto.randomUUID(),
          startedAt: Date.now(),
          emailVerified,
          namespace: source.trust.ownerNamespace,
          ...(source.issuer && { idToken: account.id_token, refreshToken: account.refresh_token }),
        };
      },
    },
  });
}

/**
 * The session with a new ID token, or null: it ends. While its source cannot be reached it stays as it
 * is, and so does one without a refresh token, or whose source is no longer set: it is refused in words.
 */
async function renewIfDue(token: JWT): Promise<JWT | null> {
  const { refreshToken, idToken, namespace = GOOGLE } = token;
  const source = sources().find(({ trust }) => trust.ownerNamespace === namespace);
  if (!source || !refreshToken || !idToken || expiryOf(idToken) > Date.now()) return token;
  try {
    // Not every source rotates refresh tokens: only with the ID token does the pair name one renewal.
    const tokens = await renewOnce(`${refreshToken} ${idToken}`, () =>
      refreshIdToken(source, refreshToken),
    );
    if (tokens?.idToken) {
      return { ...token, ...tokens, refreshToken: tokens.refreshToken ?? refreshToken };
    }
    // Not every source renews more than access tokens (OpenID Connect Core §12.2).
    if (tokens) return { ...token, idToken: undefined, refreshToken: undefined };
    sayNotRenewed(source.label, "ends", "it refuses the refresh token");
    return null;
  } catch (error) {
    sayNotRenewed(source.label, "goes on", error);
    return token;
  }
}

const tokenResponse = z
  .object({ id_token: z.string().optional(), refresh_token: z.string().optional() })
  .transform((tokens) => ({ idToken: tokens.id_token, refreshToken: tokens.refresh_token }));

/** A new ID token for a refresh token. Undefined when the source refuses it; throws when it cannot be reached. */
export async function refreshIdToken(
  source: Source,
  refreshToken: string,
): Promise<z.infer<typeof tokenResponse> | undefined> {
  const form = { grant_type: "refresh_token", refresh_token: refreshToken };
  const response = await fetch(await askForToken(source, form));
  if (await refuses(response)) return undefined;
  if (!response.ok) throw new Error(`The token endpoint answered ${response.status}`);
  return tokenResponse.parse(await response.json());
}
