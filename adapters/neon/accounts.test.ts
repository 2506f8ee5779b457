import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { describeProblem } from "#app/sign-in/problems.ts";
import { getDb } from "#drizzle/client.ts";
import { startEmulator } from "#e2e/emulators/authjs.ts";
import { type Emulator, users } from "#e2e/emulators/emulator.ts";
import { appEnv } from "#lib/base/env.ts";
import { readRefusal } from "#lib/identity/refuse-session.ts";
import { ownerOf } from "#lib/identity/user-token.ts";
import { openRootKey } from "#lib/trust/app-secret.ts";
import { provideAuthJs } from "#test/auth-js-server.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { getAuth } from "./auth.ts";
import { adapter } from "./session.ts";
import { neonAccounts, neonUsers } from "./tables.ts";
import { sources, trust } from "./trust.ts";

process.env.AUTH_PROVIDER = "neon";
provideDataDir();
const signIn = provideAuthJs(getAuth);
const { alice } = users;
const HOME = `${appEnv().APP_URL}/`;
const claims: Record<string, unknown> = {};
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ appUrl: appEnv().APP_URL, claims });
  Object.assign(process.env, emulator.env, emulator.further);
  await openRootKey();
});
afterAll(() => emulator.stop());
beforeEach(async () => {
  for (const name of Object.keys(claims)) delete claims[name];
  await (await getDb()).delete(neonUsers);
});

const listAccounts = async () =>
  (await getDb())
    .select({
      provider: neonAccounts.provider,
      account: neonAccounts.providerAccountId,
      email: neonUsers.email,
      isVerified: neonUsers.emailVerified,
    })
    .from(neonAccounts)
    .innerJoin(neonUsers, eq(neonUsers.id, neonAccounts.userId))
    .orderBy(neonAccounts.id);

async function ownerBy(source: string): Promise<string> {
  const { location, headers } = await signIn(source, alice);
  expect(location).toBe(HOME);
  const session = await adapter.readSession(headers);
  if (!session) throw new Error("no session");
  return ownerOf(session, trust());
}

test("an account is a source's, of which no token is kept, and its owner stays the same", async () => {
  const owner = await ownerBy("github");
  const verified = { email: alice.email, isVerified: expect.any(Date) };
  expect(await listAccounts()).toEqual([
    // The real one's is called by its id, and this one is another.
    { provider: emulator.further?.AUTH_GITHUB_URL, account: "1001", ...verified },
  ]);
  const [row] = await (await getDb()).select().from(neonAccounts);
  expect([row?.accessToken, row?.idToken, row?.refreshToken]).toEqual([null, null, null]);
  expect(await ownerBy("github")).toBe(owner);
  expect(await listAccounts()).toHaveLength(1);
});

test.each([
  ["google", "github"],
  ["github", "google"],
  ["google", "oidc"],
])(
  "an address that came by %s does not open its account by %s, which is said",
  async (first, second) => {
    await ownerBy(first);
    const before = await listAccounts();
    const { location, headers } = await signIn(second, alice);
    expect(location).toBe(`${HOME}sign-in?error=OAuthAccountNotLinked`);
    expect(describeProblem("OAuthAccountNotLinked")).toMatch(
      /by another way to sign in\. Use the /,
    );
    expect(await adapter.readSession(headers)).toBeUndefined();
    expect(await listAccounts()).toEqual(before);
  },
);

test.each([
  ["oidc", { email_verified: false }],
  ["microsoft-entra-id", {}],
  ["github", { github_emails: [{ email: alice.email, primary: true, verified: false }] }],
])("an address that %s does not vouch for keeps nobody out: it is not kept", async (id, said) => {
  Object.assign(claims, said);
  const squatter = await ownerBy(id);
  expect(await listAccounts()).toMatchObject([{ email: null, isVerified: null }]);
  for (const name of Object.keys(claims)) delete claims[name];
  expect(await ownerBy("google")).not.toBe(squatter);
  expect(await listAccounts()).toMatchObject([{ email: null }, { email: alice.email }]);
});

test("the address of an account that is no longer vouched for does not count any more", async () => {
  const owner = await ownerBy("oidc");
  Object.assign(claims, { email_verified: false });
  expect(await ownerBy("oidc")).toBe(owner);
  expect(await listAccounts()).toMatchObject([{ email: alice.email, isVerified: null }]);
});

test("the same subject at the next issuer is another user, and the former's session is refused", async () => {
  Object.assign(claims, { email_verified: false });
  const { headers } = await signIn("oidc", alice);
  const next = await startEmulator({ appUrl: appEnv().APP_URL, claims });
  vi.stubEnv("AUTH_OIDC_ISSUER", next.further?.AUTH_OIDC_ISSUER);
  // As after a start with the new setting.
  const restarted = sources().find(({ id }) => id === "oidc");
  expect(restarted?.account).toBe(next.further?.AUTH_OIDC_ISSUER);
  const refusal = await adapter.readSession(headers).catch((error) => readRefusal(error));
  expect(refusal).toBe("source");
  await ownerBy("oidc");
  expect(await listAccounts()).toMatchObject([{ account: alice.email }, { account: alice.email }]);
  vi.unstubAllEnvs();
  await next.stop();
});
