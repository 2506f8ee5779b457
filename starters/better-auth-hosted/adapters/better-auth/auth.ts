import type { BetterAuthOptions } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { getAuthTables } from "better-auth/db";
// The other one is the same with a second query builder.
import { betterAuth } from "better-auth/minimal";
import { nextCookies } from "better-auth/next-js";
import { drizzle } from "drizzle-orm/node-postgres";
import { bigint, boolean, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { createTransport, type SendMailOptions } from "nodemailer";
import pg from "pg";
import { cookieName, isHttps } from "#adapters/shared/cookies.ts";
import { appEnv } from "#lib/base/env.ts";
import { logError, nameError, processWide, sayOncePerMinute } from "#lib/base/process.ts";
import { deriveKey } from "#lib/trust/app-secret.ts";
import { readSettings } from "./settings.ts";

const LONGEST_WAIT = 10_000; // milliseconds, for the database and for each step of a mail

/** Better Auth, made on first use: nothing is opened while the app is built. */
export const getAuth = () => processWide("better-auth", makeAuth);

function makeAuth() {
  const { APP_URL } = appEnv();
  const { DATABASE_URL, mail, social } = readSettings();
  const options = {
    baseURL: APP_URL,
    basePath: "/auth",
    secret: Buffer.from(deriveKey("better-auth")).toString("base64url"),
    telemetry: { enabled: false },
    emailAndPassword: {
      enabled: true,
      revokeSessionsOnPasswordReset: true,
      ...(mail && {
        sendResetPassword: ({ user, token }) =>
          sendMail(mail, {
            to: { name: "", address: user.email },
            subject: "Choose a new password",
            text: [
              "To choose a new password, open this page within an hour:",
              `${APP_URL}/sign-in/new-password?token=${token}`,
              "If it was not you who asked for this, do nothing.\n",
            ].join("\n\n"),
          }),
      }),
    },
    socialProviders: Object.fromEntries(social.map(({ id, client }) => [id, client])),
    // Nothing is done there in the user's name, so their tokens are not kept.
    account: { updateAccountOnSignIn: false },
    databaseHooks: {
      account: {
        create: {
          before: async (account) => ({
            data: { ...account, accessToken: null, refreshToken: null, idToken: null },
          }),
        },
      },
    },
    advanced: {
      cookiePrefix: cookieName("better-auth"),
      defaultCookieAttributes: { secure: isHttps() },
      // It would put another prefix before ours.
      useSecureCookies: false,
    },
    onAPIError: { errorURL: `${APP_URL}/sign-in` },
    logger: {
      level: "error",
      // By its own logger a failed query is printed with its parameters: addresses and session tokens.
      log: (_level, message, ...errors) =>
        sayOncePerMinute(["Better Auth:", message, ...errors.map(nameError)].join(" ")),
    },
    // The last one, as it hands on to Next what the others set.
    plugins: [nextCookies()],
  } satisfies BetterAuthOptions;
  const address = { connectionString: DATABASE_URL, connectionTimeoutMillis: LONGEST_WAIT };
  const pool = new pg.Pool(address);
  pool.on("error", (error) => logError("a connection to the database broke off", error));
  const schema = Object.fromEntries(listTables(options).map(({ model, table }) => [model, table]));
  const storage = { provider: "pg", schema, transaction: true } as const;
  const database = drizzleAdapter(drizzle({ client: pool }), storage);
  return betterAuth({ ...options, database });
}

/** By the library's names of types. Lists are kept as JSON. */
const COLUMNS = {
  string: text,
  boolean,
  number: (name: string) => bigint(name, { mode: "number" }),
  date: (name: string) => timestamp(name, { withTimezone: true }),
};

/** The tables that the library needs with these options, plugins included, as its own `npx auth migrate` makes them. */
export function listTables(options: BetterAuthOptions) {
  return Object.entries(getAuthTables(options)).map(([model, { modelName: name, fields }]) => {
    const columns = Object.entries(fields).map(([key, field]) => {
      const { fieldName = key, type } = field;
      const column = COLUMNS[type as keyof typeof COLUMNS] ?? jsonb;
      return { ...field, name: fieldName, column: column(fieldName) };
    });
    const built = Object.fromEntries(columns.map(({ name, column }) => [name, column]));
    return { model, name, columns, table: pgTable(name, { id: text().primaryKey(), ...built }) };
  });
}

/** Resolves once the mail server has taken it. */
async function sendMail({ url, from }: { url: string; from: string }, mail: SendMailOptions) {
  const transport = processWide("mail", () =>
    createTransport({
      url,
      // Somebody in between could else have the password sent as it is.
      requireTLS: new URL(url).password !== "",
      connectionTimeout: LONGEST_WAIT,
      greetingTimeout: LONGEST_WAIT,
      socketTimeout: LONGEST_WAIT,
    }),
  );
  await transport.sendMail({ ...mail, from });
}

/** Sessions are looked up in this process, so there is no token to verify, and no key: what counts is whose users they are. */
export function trust() {
  // A start asks for this first of all: that is when wrong settings are to be told.
  readSettings();
  const issuer = `${appEnv().APP_URL}/auth`;
  const keys = async () => ({ keys: [] });
  return { issuer, keys, algorithms: [], audience: issuer, ownerNamespace: "better-auth" };
}
