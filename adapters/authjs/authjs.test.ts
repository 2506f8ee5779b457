import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { describeProblem } from "#app/sign-in/problems.ts";
import { startEmulator } from "#e2e/emulators/authjs.ts";
import { type Emulator, users } from "#e2e/emulators/emulator.ts";
import { appEnv } from "#lib/base/env.ts";
import { ownerId } from "#lib/identity/owner-id.ts";
import { readRefusal } from "#lib/identity/refuse-session.ts";
import { issueUserToken, ownerOf } from "#lib/identity/user-token.ts";
import { deriveKey, openRootKey } from "#lib/trust/app-secret.ts";
import { provideAuthJs } from "#test/auth-js-server.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { exchange } from "#test/exchange.ts";
import { getAuth, readSessionCookie, refreshIdToken } from "./auth.ts";
import { adapter } from "./session.ts";
import { sources, trust } from "./trust.ts";

provideDataDir();
process.env.AUTH_PROVIDER = "authjs";
const signIn = provideAuthJs(getAuth);
const { alice, bob } = users;
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ appUrl: appEnv().APP_URL });
  Object.assign(process.env, emulator.env, emulator.further);
  await openRootKey();
});
afterAll(() => emulator.stop());

/** The session of a cookie, as signing out reads it. */
async function read(headers: Headers) {
  const session = await adapter.readSession(headers);
  if (!session) throw new Error("no session");
  return session;
}

const expected = (source: string, subject: string) => {
  const { trust } = sources().find(({ id }) => id === source) ?? {};
  return ownerId("default", trust?.ownerNamespace ?? "none", subject);
};

test("one person with one subject and address at four sources is four owners, and another at one a fifth", async () => {
  const owners = [];
  for (const source of ["google", "microsoft-entra-id", "oidc"]) {
    const { location, headers } = await signIn(source, alice);
    expect(location).toBe(`${appEnv().APP_URL}/`);
    // The emulated issuers have the address for a subject.
    expect(await ownerOf(await read(headers), trust())).toBe(expected(source, alice.email));
    owners.push(await ownerOf(await read(headers), trust()));
  }
  for (const [user, id] of [
    [alice, "1001"],
    [bob, "1002"],
  ] as const) {
    const { headers } = await signIn("github", user);
    expect(await ownerOf(await read(headers), trust())).toBe(expected("github", id));
    owners.push(await ownerOf(await read(headers), trust()));
  }
  expect(new Set(owners).size).toBe(5);
});

test("the exchange takes the ID token of each issuer, for the owner whom its session has", async () => {
  for (const source of ["google", "microsoft-entra-id", "oidc"]) {
    const { headers } = await signIn(source, alice);
    const session = await read(headers);
    const response = await exchange(await session.providerToken());
    expect(response.status).toBe(200);
    const { access_token } = (await response.json()) as { access_token: string };
    const { sub } = JSON.parse(atob(access_token.split(".")[1] ?? ""));
    expect(sub).toBe(await ownerOf(session, trust()));
  }
});

test("what the cookie keeps: an ID token and what renews it; of GitHub no token at all", async () => {
  for (const source of ["google", "microsoft-entra-id", "oidc"]) {
    const { headers } = await signIn(source, alice);
    const kept = await readSessionCookie(headers);
    expect(kept).toMatchObject({
      idToken: expect.stringMatching(/^ey/),
      refreshToken: expect.any(String),
      // Entra's address is whatever its tenant wrote.
      emailVerified: source !== "microsoft-entra-id",
    });
    const [set] = sources().filter(({ id }) => id === source);
    const renewed = set && (await refreshIdToken(set, `${kept?.refreshToken}`));
    expect(renewed?.idToken).toMatch(/^ey/);
    expect(set && (await refreshIdToken(set, "of nobody"))).toBeUndefined();
  }
  const { headers } = await signIn("github", alice);
  const token = await readSessionCookie(headers);
  expect(token).toMatchObject({ sub: "1001", email: alice.email, emailVerified: true });
  expect(token).not.toHaveProperty("idToken");
  expect(token).not.toHaveProperty("refreshToken");
  expect(JSON.stringify(token)).not.toContain("gho_");
});

/** The cookie of a session that began as the claims say. */
async function cookieOf(claims: object): Promise<Headers> {
  const name = "tambo-users.authjs";
  const secret = Buffer.from(deriveKey("authjs")).toString("base64url");
  const session = { sub: "user-1", sessionId: "s", startedAt: Date.now(), emailVerified: true };
  const value = await encode({ secret, salt: name, token: { ...session, ...claims } as never });
  return new Headers({ cookie: `${name}=${value}` });
}

test("a session from before there were other sources is Google's, with the owner of then", async () => {
  vi.stubEnv("AUTH_GOOGLE_ISSUER", "");
  const headers = await cookieOf({});
  expect(await ownerOf(await read(headers), trust())).toBe("hAFxV2GSpdMfgARE_cCB-v");
  vi.unstubAllEnvs();
});

test.each<[string, { namespace?: string }, string?]>([
  ["a cookie that names no source, without Google", {}, "AUTH_GOOGLE"],
  ["GitHub is taken away", { namespace: "GITHUB" }, "AUTH_GITHUB"],
  ["another issuer is set in its place", { namespace: "https://former.example" }],
])("whoever signed in by what is gone is signed out in words: %s", async (_, claims, gone) => {
  const namespace = claims.namespace?.replace("GITHUB", `${process.env.AUTH_GITHUB_URL}`);
  const headers = await cookieOf({ ...claims, ...(namespace && { namespace }) });
  if (gone) {
    for (const name of Object.keys(process.env)) {
      if (name.startsWith(`${gone}_`)) vi.stubEnv(name, "");
    }
  }
  const session = { ...(await read(headers)), startedAt: new Date() };
  const refusal = await issueUserToken(session, trust()).catch((error) => readRefusal(error));
  vi.unstubAllEnvs();
  expect(refusal).toBe("source");
  expect(describeProblem("source")).toContain("is not offered here any more");
});
