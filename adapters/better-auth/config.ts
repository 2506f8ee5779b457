import { drizzleAdapter } from "better-auth/adapters/drizzle";
// The other one is the same with a second query builder.
import { betterAuth } from "better-auth/minimal";
import { getDb } from "#drizzle/client.ts";
import { appEnv } from "#lib/base/env.ts";
import { logError, processWide, throttle } from "#lib/base/process.ts";
import { identityHooks } from "#lib/identity/hooks.ts";
import { ownerId } from "#lib/identity/owner-id.ts";
import { revokeSession } from "#lib/identity/revocation.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { deriveKey, openRootKey } from "#lib/trust/app-secret.ts";
import { cookieName, isHttps } from "../shared/cookies.ts";
import { linkPlugin, mailOptions } from "./mails.ts";
import { tellOfChanges } from "./outbox.ts";
import { organizations, passkeys, secondStep, tokens } from "./plugins.ts";
import { refuseLongTexts, refuseNewcomer } from "./refusals.ts";
import { socialOptions } from "./social-providers.ts";
import * as schema from "./tables.ts";

export const OWNER_NAMESPACE = "better-auth";

const NO_TOKENS = { accessToken: null, refreshToken: null, idToken: null };

async function makeAuth() {
  const { APP_URL } = appEnv();
  await openRootKey();
  return betterAuth({
    // How authenticator apps and passkeys call it.
    appName: new URL(APP_URL).host,
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
      log: (_level, message, ...details) =>
        throttle("better-auth-log", message, () => logError(`Better Auth: ${message}`, details[0])),
    },
    // What is no answer of its own comes to `handle`.
    onAPIError: { throw: true, errorURL: `${APP_URL}/sign-in` },
    database: drizzleAdapter(await getDb(), {
      provider: "pg",
      schema,
      transaction: true,
    }),
    ...mailOptions(),
    ...socialOptions(),
    // Whoever reads the table can use no link.
    verification: { storeIdentifier: "hashed" },
    // routes.ts counts attempts.
    rateLimit: { enabled: false },
    user: {
      changeEmail: { enabled: true },
      deleteUser: {
        enabled: true,
        // First: without the account nobody could come and delete what is left.
        beforeDelete: async ({ id }) => {
          const project = (await defaultProject()).id;
          await identityHooks().ownerLeaves(project, ownerId(project, OWNER_NAMESPACE, id));
        },
      },
    },
    hooks: { after: tellOfChanges },
    // However Better Auth ends a session, our tokens of it are dead at once.
    databaseHooks: {
      user: {
        create: {
          before: async (user, context) => {
            refuseLongTexts(user);
            await refuseNewcomer(context?.headers);
          },
        },
        update: { before: async (user) => refuseLongTexts(user) },
      },
      account: {
        // Nothing here is done there in the user's name.
        create: { before: async (account) => ({ data: { ...account, ...NO_TOKENS } }) },
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
    plugins: [tokens(), secondStep(), passkeys(), linkPlugin(), organizations()],
  });
}

/** Better Auth, made on first use: nothing is opened while the app is built. */
export function getAuth() {
  return processWide("better-auth", makeAuth);
}
