import { NextRequest } from "next/server";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { users } from "#e2e/emulators/emulator.ts";
import { SOCIAL_CLIENT, startSocial, toEmulated } from "#e2e/emulators/social.ts";
import { ownerId } from "#lib/identity/owner-id.ts";
import { openRootKey } from "#lib/trust/app-secret.ts";
import { getAuth, trust } from "#starters/better-auth-hosted/adapters/better-auth/auth.ts";
import { adapter, refresh } from "#starters/better-auth-hosted/adapters/better-auth/session.ts";
import { readSettings } from "#starters/better-auth-hosted/adapters/better-auth/settings.ts";
import { startLocalDatabase } from "#starters/better-auth-hosted/scripts/lib/local-database.ts";
import { makeTables } from "#starters/better-auth-hosted/scripts/lib/make-tables.ts";
import { issueUserToken } from "#starters/hosted/lib/identity/user-token.ts";
import { startMailbox } from "#test/mailbox.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 }); // The embedded database takes its time to begin.

const APP_URL = "http://localhost:3000";
const { alice, bob } = users;

let mailbox: Awaited<ReturnType<typeof startMailbox>>;
let social: Awaited<ReturnType<typeof startSocial>>;
let database: pg.Client;
beforeAll(async () => {
  mailbox = await startMailbox();
  social = await startSocial();
  // As hosted starters are: the root key is APP_SECRET itself.
  Object.assign(process.env, {
    AUTH_PROVIDER: "workos",
    APP_URL,
    APP_SECRET: "y".repeat(32),
    TAMBO_URL: "https://tambo.example",
    TAMBO_API_KEY: "their-key",
    SMTP_URL: mailbox.url,
    MAIL_FROM: "App <app@example.com>",
    GOOGLE_CLIENT_ID: SOCIAL_CLIENT.id,
    GOOGLE_CLIENT_SECRET: SOCIAL_CLIENT.secret,
  });
  await openRootKey();
  process.env.DATABASE_URL = await startLocalDatabase();
  database = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await database.connect();
});
afterAll(async () => {
  vi.restoreAllMocks();
  await database.end();
  await Promise.all([mailbox.stop(), social.stop()]);
});

/** The session's cookie of an answer. */
const readCookie = (headers: Headers) =>
  headers.getSetCookie().flatMap((line) => line.split(";", 1))[0] ?? "";
const find = (cookie: string) => adapter.readSession(new Headers({ cookie }));

async function signUp({ name, email, password } = alice) {
  const body = { name, email, password };
  return readCookie((await getAuth().api.signUpEmail({ body, returnHeaders: true })).headers);
}
const signIn = async (email: string, password: string) =>
  readCookie(
    (await getAuth().api.signInEmail({ body: { email, password }, returnHeaders: true })).headers,
  );

test("the tables that are missing are made, once, and a column that a new option needs is added", async () => {
  const made = await Promise.all([makeTables(), makeTables()]);
  expect(made.toSorted()[0]).toBe(0);
  await database.query('alter table "user" drop column "image"');
  expect([await makeTables(), await makeTables()]).toEqual([1, 0]);
});

describe("by a password", () => {
  test("a new account is signed in to, and names the owner that this app names", async () => {
    const session = await find(await signUp());
    const { subject = "", profile } = session ?? {};
    expect(profile).toEqual({ name: alice.name, email: alice.email, emailVerified: false });
    if (!session) throw new Error("nobody is signed in");
    const { ownerId: owner } = await issueUserToken(session, trust());
    expect(owner).toBe(ownerId("default", "better-auth", subject));
  });

  test("nobody comes in by a wrong one, and no address twice", async () => {
    const wrong = { body: { code: "INVALID_EMAIL_OR_PASSWORD" } };
    await expect(signIn(alice.email, "not the password")).rejects.toMatchObject(wrong);
    await expect(signIn("nobody@example.com", alice.password)).rejects.toMatchObject(wrong);
    const taken = { body: { code: "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL" } };
    await expect(signUp()).rejects.toMatchObject(taken);
  });

  test("signing out ends the session, and no cookie of another secret opens one", async () => {
    const cookie = await signIn(alice.email, alice.password);
    const headers = new Headers({ cookie });
    expect(await find(`${cookie.slice(0, -8)}AAAAA%3D`)).toBeUndefined();
    await adapter.signOut(new Request(APP_URL, { method: "POST", headers }));
    expect(await find(cookie)).toBeUndefined();
  });

  test("a session is prolonged once a day, with its cookie, for 90 days at most", async () => {
    const cookie = await signIn(alice.email, alice.password);
    const visit = async () =>
      (await refresh(new NextRequest(APP_URL, { headers: { cookie } })))?.headers.getSetCookie();
    expect(await visit()).toEqual([]);
    await database.query(`update "session" set "expiresAt" = "expiresAt" - interval '25 hours'`);
    expect(await visit()).toEqual([expect.stringMatching(/session_token=.*HttpOnly/)]);
    expect(await visit()).toEqual([]);
    expect(await find(cookie)).toBeDefined();
    await database.query(`update "session" set "createdAt" = now() - interval '90 days 1 minute'`);
    expect(await find(cookie)).toBeUndefined();
  });

  test("a forgotten one is replaced by a mail, once, and ends every session", async () => {
    const { api } = getAuth();
    const session = await signIn(alice.email, alice.password);
    await api.requestPasswordReset({ body: { email: "nobody@example.com" } });
    await api.requestPasswordReset({ body: { email: alice.email } });
    expect(mailbox.mails.map(({ to }) => to)).toEqual([[alice.email]]);
    const [, token = ""] = /new-password\?token=(\w+)/.exec(mailbox.mails[0]?.text ?? "") ?? [];
    const body = { token, newPassword: "another-password-2" };
    await api.resetPassword({ body });
    const used = { body: { code: "INVALID_TOKEN" } };
    await expect(api.resetPassword({ body })).rejects.toMatchObject(used);
    expect(await find(session)).toBeUndefined();
    expect(await find(await signIn(alice.email, body.newPassword))).toBeDefined();
  });
});

describe("by Google", () => {
  const ask = (path: string, cookie = "", method = "GET") =>
    adapter.handleAuthRequest(new Request(APP_URL + path, { method, headers: { cookie } }));

  async function visit(returnTo: string, user = bob) {
    vi.stubGlobal("fetch", (address: string, init?: RequestInit) =>
      original(toEmulated(`${address}`, social.url), init),
    );
    const begun = await ask(`/auth/sign-in/google?returnTo=${encodeURIComponent(returnTo)}`);
    const { email, password } = user;
    const there = await fetch(begun.headers.get("location") ?? "", {
      method: "POST",
      body: new URLSearchParams({ email, password }),
      redirect: "manual",
    });
    const { pathname, search } = new URL(there.headers.get("location") ?? "");
    const back = await ask(pathname + search, readCookie(begun.headers));
    return { path: back.headers.get("location")?.replace(APP_URL, ""), back };
  }
  const original = fetch;

  test("somebody comes in, and goes on within the app alone; no token is kept", async () => {
    const { path, back } = await visit("/t/1");
    expect(path).toBe("/t/1");
    const cookies = back.headers.getSetCookie().filter((line) => line.includes("session_token"));
    const session = await find(cookies[0]?.split(";", 1)[0] ?? "");
    expect(session?.profile).toEqual({ name: bob.name, email: bob.email, emailVerified: true });
    expect((await visit("//evil.example")).path).toBe("/");
    const { rows } = await database.query(
      'select 1 from "account" where coalesce("accessToken", "refreshToken", "idToken") is not null',
    );
    expect(rows).toEqual([]);
  });

  test("nobody comes in to an account whose address was never confirmed", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const { path } = await visit("/", alice);
    expect(path).toMatch(/^\/sign-in\?problem=refused&error=account_not_linked/);
  });

  test.each([
    ["GET", "/auth/sign-in/github"],
    ["POST", "/auth/sign-in/google"],
    ["POST", "/auth/sign-in/email"],
    ["GET", "/auth/get-session"],
    ["GET", "/auth/x/callback/google"],
  ])("the library serves nothing else: %s %s", async (method, path) => {
    await expect(ask(path, "", method)).rejects.toMatchObject({ status: 404 });
  });
});

test("every setting that is missing or half is named at once", () => {
  const settings = { DATABASE_URL: "", MAIL_FROM: "", GITHUB_CLIENT_SECRET: "a-secret" };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const problemOf = () => {
    try {
      return JSON.stringify(readSettings());
    } catch (error) {
      return String(error);
    } finally {
      vi.unstubAllEnvs();
    }
  };
  const said = problemOf();
  expect(said).toContain("DATABASE_URL: is missing: the connection string");
  expect(said).toContain("MAIL_FROM: is required with SMTP_URL");
  expect(said).toContain("GITHUB_CLIENT_ID: is required with GITHUB_CLIENT_SECRET");
  expect(said).not.toContain("a-secret");
});
