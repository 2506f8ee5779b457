import { type NextFetchEvent, NextRequest } from "next/server";
import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type Emulator, users } from "#e2e/emulators/emulator.ts";
import { appEnv } from "#lib/base/env.ts";
import { ownerId } from "#lib/identity/owner-id.ts";
import { readRefusal } from "#lib/identity/refuse-session.ts";
import { ownerOf } from "#lib/identity/user-token.ts";
import { openRootKey } from "#lib/trust/app-secret.ts";
import { getAuth, readSessionCookie } from "#starters/next-auth-hosted/adapters/authjs/auth.ts";
import { refresh } from "#starters/next-auth-hosted/adapters/authjs/proxy.ts";
import { adapter } from "#starters/next-auth-hosted/adapters/authjs/session.ts";
import { trust } from "#starters/next-auth-hosted/adapters/authjs/trust.ts";
import { sessionCookie } from "#starters/next-auth-hosted/adapters/shared/auth-js.ts";
import { startEmulator } from "#starters/next-auth-hosted/e2e/emulators/authjs.ts";
import { provideAuthJs } from "#test/auth-js-server.ts";
import { provideDataDir } from "#test/data-dir.ts";

process.env.AUTH_PROVIDER = "authjs";
provideDataDir();
const signIn = provideAuthJs(getAuth);
const { alice } = users;
const { APP_URL } = appEnv();
const claims: Record<string, unknown> = {};
let emulator: Emulator;

beforeAll(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  emulator = await startEmulator({ appUrl: APP_URL, claims });
  Object.assign(process.env, emulator.env);
  await openRootKey();
});
afterAll(async () => {
  vi.restoreAllMocks();
  await emulator.stop();
});
beforeEach(() => {
  vi.unstubAllEnvs();
  for (const name of Object.keys(claims)) delete claims[name];
});

async function findOwner(headers: Headers): Promise<string | undefined> {
  const session = await adapter.readSession(headers);
  return session && ownerOf(session, trust());
}

/** The same session once its ID token has expired. */
async function expire(headers: Headers, changed: object = {}): Promise<Headers> {
  const { name, secret } = sessionCookie("authjs");
  const token = { ...(await readSessionCookie(headers)), expiresAt: Date.now() - 1, ...changed };
  const value = await encode({ secret, salt: name, token: token as never });
  return new Headers({ cookie: `${name}=${value}` });
}

/** The cookies that the proxy has the browser keep for a page; undefined where it leaves them. */
async function renew(headers: Headers, path = "/"): Promise<string[] | undefined> {
  const request = new NextRequest(`${APP_URL}${path}`, { headers });
  const event = {} as NextFetchEvent;
  return (await refresh(request, event))?.headers.getSetCookie();
}
const toHeaders = (lines: string[] = []) =>
  new Headers({ cookie: lines.map((line) => line.split(";")[0]).join("; ") });

test("an owner is the one that the app here gives them, by an ID token that is verified", async () => {
  const { location, headers } = await signIn("google", alice);
  expect(location).toBe(`${APP_URL}/`);
  const expected = ownerId("default", `${emulator.env.AUTH_GOOGLE_ISSUER}`, alice.email);
  expect(await findOwner(headers)).toBe(expected);
  expect(await renew(headers)).toBeUndefined();
  vi.stubEnv("AUTH_GOOGLE_ID", "another-client");
  expect(await findOwner(headers).catch(readRefusal)).toBe("audience");
});

test("an address that Google does not vouch for is not kept", async () => {
  expect(await readSessionCookie((await signIn("google", alice)).headers)).toMatchObject({
    email: alice.email,
  });
  Object.assign(claims, { email_verified: false });
  const token = await readSessionCookie((await signIn("google", alice)).headers);
  expect(token?.email ?? undefined).toBeUndefined();
});

test("a session whose ID token has expired is renewed, and begins when it began", async () => {
  const { headers } = await signIn("google", alice);
  const expired = await expire(headers);
  expect(await renew(expired, "/auth/sign-in")).toBeUndefined();
  const renewed = await readSessionCookie(toHeaders(await renew(expired)));
  const { startedAt, sessionId, refreshToken } = (await readSessionCookie(headers)) ?? {};
  expect(renewed).toMatchObject({ startedAt, sessionId, refreshToken });
  expect(renewed?.expiresAt).toBeGreaterThan(Date.now());
  expect(emulator.refreshes()).toBe(1);
});

test("it ends once Google refuses, and goes on as long as Google is out of reach", async () => {
  const { headers } = await signIn("google", alice);
  const owner = await findOwner(headers);
  for (const refreshToken of ["of nobody", undefined]) {
    const ended = await renew(await expire(headers, { refreshToken }));
    expect(await readSessionCookie(toHeaders(ended))).toBeNull();
  }
  vi.stubEnv("AUTH_GOOGLE_ISSUER", "http://127.0.0.1:9");
  const goingOn = toHeaders(await renew(await expire(headers)));
  vi.unstubAllEnvs(); // The issuer is part of who the owner is.
  expect(await findOwner(goingOn)).toBe(owner);
  const old = await expire(headers, { startedAt: Date.now() - 91 * 86_400_000 });
  expect(await findOwner(old)).toBeUndefined();
});

test.each([
  ["GET", "/auth/session"],
  ["GET", "/auth/signout"],
  ["GET", "/auth/callback/github"],
  ["POST", "/auth/callback/google"],
])("of Auth.js's own addresses %s %s is not served", async (method, path) => {
  const asked = adapter.handleAuthRequest?.(new NextRequest(APP_URL + path, { method }));
  await expect(asked).rejects.toMatchObject({ status: 404 });
});

test("everything that is missing is said at once", () => {
  for (const name of ["AUTH_GOOGLE_ID", "AUTH_GOOGLE_SECRET"]) vi.stubEnv(name, "");
  expect(trust).toThrow(/_ID: is missing: “Client ID”.*\n.*_SECRET: is missing: “Client secret”/);
  vi.stubEnv("GOOGLE_CLIENT_ID", "x");
  expect(trust).toThrow("GOOGLE_CLIENT_ID: is called AUTH_GOOGLE_ID here");
});
