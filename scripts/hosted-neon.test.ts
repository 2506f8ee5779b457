import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type Emulator, users } from "#e2e/emulators/emulator.ts";
import { type Bridge, startBridge } from "#e2e/emulators/neon/bridge.ts";
import { startEmptyDatabase, type TestDatabase } from "#e2e/support/postgres.ts";
import { appEnv } from "#lib/base/env.ts";
import { ownerId } from "#lib/identity/owner-id.ts";
import { ownerOf } from "#lib/identity/user-token.ts";
import { openRootKey } from "#lib/trust/app-secret.ts";
import { getAuth } from "#starters/next-auth-hosted/adapters/neon/auth.ts";
import { pool } from "#starters/next-auth-hosted/adapters/neon/database.ts";
import { adapter } from "#starters/next-auth-hosted/adapters/neon/session.ts";
import { trust } from "#starters/next-auth-hosted/adapters/neon/trust.ts";
import { startEmulator } from "#starters/next-auth-hosted/e2e/emulators/authjs.ts";
import { provideAuthJs } from "#test/auth-js-server.ts";
import { provideDataDir } from "#test/data-dir.ts";

vi.setConfig({ hookTimeout: 60_000 }); // A database server starts.

process.env.AUTH_PROVIDER = "neon";
provideDataDir();
const signIn = provideAuthJs(getAuth);
const { alice, bob } = users;
const HOME = `${appEnv().APP_URL}/`;
const MIGRATE = "starters/neon-hosted/scripts/migrate.ts";
const claims: Record<string, unknown> = {};
let google: Emulator;
let bridge: Bridge;
let database: TestDatabase;

beforeAll(async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  // With this app's own database, where its key is.
  await openRootKey();
  bridge = await startBridge();
  google = await startEmulator({ appUrl: appEnv().APP_URL, claims });
  database = await startEmptyDatabase("neondb", "neondb_owner");
  await Promise.all([database.run(MIGRATE), database.run(MIGRATE)]);
  Object.assign(process.env, google.env, {
    DATABASE_URL: database.env.DATABASE_URL,
    NEON_BRIDGE: bridge.address,
  });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await pool().end();
  await Promise.all([google.stop(), bridge.stop(), database.stop()]);
});
beforeEach(async () => {
  for (const name of Object.keys(claims)) delete claims[name];
  await pool().query("truncate users restart identity cascade");
});

async function findOwner(headers: Headers): Promise<string | undefined> {
  const session = await adapter.readSession(headers);
  return session && ownerOf(session, trust());
}
const list = async (statement: string) => (await pool().query(statement)).rows;

test("a user is a row, with the owner that the app here gives it, each time they come", async () => {
  const expected = ownerId("default", "neon", "1");
  for (const user of [alice, alice]) {
    const { location, headers } = await signIn("google", user);
    expect(location).toBe(HOME);
    expect(await findOwner(headers)).toBe(expected);
  }
  const { headers } = await signIn("google", bob);
  expect(await findOwner(headers)).not.toBe(expected);
  expect(await list("select email from users order by id")).toEqual([
    { email: alice.email },
    { email: bob.email },
  ]);
});

test("the tables hold no key of a session and no token of Google's", async () => {
  const { headers } = await signIn("google", alice);
  const key = /tambo-users\.neon=([\w-]+)/.exec(headers.get("cookie") ?? "")?.[1];
  const [session] = await list(`select "sessionToken" from sessions`);
  expect(session.sessionToken).toMatch(/^[\da-f]{64}$/);
  expect(session.sessionToken).not.toBe(key);
  const tokens = await list("select access_token, refresh_token, id_token, scope from accounts");
  expect(tokens).toEqual([
    { access_token: null, refresh_token: null, id_token: null, scope: null },
  ]);
});

test("a session is gone with its row, and once it has expired", async () => {
  const [first, second] = [await signIn("google", alice), await signIn("google", bob)];
  await pool().query(`delete from sessions where "userId" = 1`);
  expect(await findOwner(first.headers)).toBeUndefined();
  await pool().query("update sessions set expires = now()");
  expect(await findOwner(second.headers)).toBeUndefined();
  await signIn("google", alice);
  expect(await list(`select "userId" from sessions`)).toEqual([{ userId: 1 }]);
});

test("an address that Google does not vouch for is not kept, and keeps nobody out", async () => {
  Object.assign(claims, { email: bob.email, email_verified: false });
  await signIn("google", alice);
  for (const name of Object.keys(claims)) delete claims[name];
  expect((await signIn("google", bob)).location).toBe(HOME);
  expect(await list("select email from users order by id")).toEqual([
    { email: null },
    { email: bob.email },
  ]);
});

test("a vouched address of somebody else's account links nothing", async () => {
  await signIn("google", alice);
  Object.assign(claims, { email: alice.email });
  const { location, headers } = await signIn("google", bob);
  expect(location).toBe(`${HOME}sign-in?error=OAuthAccountNotLinked`);
  expect(await findOwner(headers)).toBeUndefined();
});

test("everything that is missing or no Neon is said at once", () => {
  for (const name of ["AUTH_GOOGLE_ID", "DATABASE_URL"]) vi.stubEnv(name, "");
  expect(trust).toThrow(/DATABASE_URL: is missing: Neon console.*\n.*AUTH_GOOGLE_ID: is missing/);
  vi.stubEnv("NEON_BRIDGE", "");
  vi.stubEnv("DATABASE_URL", "postgres://ada:secret@db.example/x");
  expect(trust).toThrow(/DATABASE_URL: must name a host of Neon(?!.*secret)/);
});
