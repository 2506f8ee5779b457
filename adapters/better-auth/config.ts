import { APIError, betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { jwt } from "better-auth/plugins/jwt";
import { getDb } from "#drizzle/client.ts";
import { appEnv } from "#lib/base/env.ts";
import { logError, processWide } from "#lib/base/process.ts";
import { ownerId } from "#lib/identity/owner-id.ts";
import { revokeSession } from "#lib/identity/revocation.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { deriveKey, openRootKey } from "#lib/trust/app-secret.ts";
import { cookieName, isHttps } from "../shared/cookies.ts";
import { account, jwks, session, user, verification } from "./tables.ts";

/** The issuer of Better Auth's own tokens: distinct from APP_URL, which issues user tokens. */
export const issuer = () => `${appEnv().APP_URL}/auth`;
export const AUDIENCE = "tambo-users";
export const OWNER_NAMESPACE = "better-auth";

const ONE_SECOND = 1_000; // milliseconds

/** What a person may have at most in characters. An address has no more (RFC 5321 §4.5.3.1). */
const LONGEST = { name: 200, email: 254, image: 2_000 };

/** Names and the like are on every page of their user. */
function refuseLongTexts(user: Record<string, unknown>): void {
  for (const [field, most] of Object.entries(LONGEST)) {
    const value = user[field];
    if (typeof value !== "string" || value.length <= most) continue;
    throw APIError.from("BAD_REQUEST", {
      code: `${field.toUpperCase()}_TOO_LONG`,
      message: `${field}: must be at most ${most} characters long, not ${value.length}`,
    });
  }
}

async function makeAuth() {
  const { APP_URL } = appEnv();
  await openRootKey();
  return betterAuth({
    baseURL: APP_URL,
    basePath: "/auth",
    secret: Buffer.from(deriveKey("better-auth")).toString("base64url"),
    telemetry: { enabled: false },
    advanced: {
      cookiePrefix: cookieName("better-auth"),
      defaultCookieAttributes: { secure: isHttps() },
      // It would put another prefix before ours.
      useSecureCookies: false,
    },
    // A warning for every mistyped address would be no use in the log.
    logger: {
      level: "error",
      // By its own logger a failed query is printed with its parameters: addresses and session tokens.
      log: (_level, message, ...details) => logError(`Better Auth: ${message}`, details[0]),
    },
    // What is no answer of its own comes to `handle`.
    onAPIError: { throw: true },
    database: drizzleAdapter(await getDb(), {
      provider: "pg",
      schema: { account, jwks, session, user, verification },
      transaction: true,
    }),
    // Signing in comes afterwards, for a new account as for one that is there already.
    emailAndPassword: { enabled: true, autoSignIn: false },
    // routes.ts counts attempts.
    rateLimit: { enabled: false },
    // However Better Auth ends a session, our tokens of it are dead at once.
    databaseHooks: {
      user: {
        create: { before: async (user) => refuseLongTexts(user) },
        update: { before: async (user) => refuseLongTexts(user) },
      },
      session: {
        delete: {
          after: async ({ id, userId }) =>
            revokeSession(ownerId((await defaultProject()).id, OWNER_NAMESPACE, userId), id),
        },
      },
    },
    // The provider token stays on the server: no route and no response header hands it out.
    disabledPaths: ["/token"],
    plugins: [
      jwt({
        disableSettingJwtHeader: true,
        jwks: { keyPairConfig: { alg: "ES256" } },
        jwt: {
          issuer: issuer(),
          audience: AUDIENCE,
          expirationTime: "5m",
          // The session, so that a token posted directly dies with it; nothing about the person.
          definePayload: ({ session }) => ({
            sid: session.id,
            auth_time: session.createdAt.getTime() / ONE_SECOND,
          }),
        },
      }),
    ],
  });
}

/** Better Auth, made on first use: nothing is opened while the app is built. */
export function getAuth() {
  return processWide("better-auth", makeAuth);
}
