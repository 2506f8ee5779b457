import { spawnSync } from "node:child_process";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { apiKeys } from "#drizzle/schema/project.ts";
import { adminClaims, admins } from "#drizzle/schema/settings.ts";
import { isAdmin } from "#lib/admin/admins.ts";
import { makeClaimLink } from "#lib/admin/claims.ts";
import { noteOwner } from "#lib/admin/owners.ts";
import { flushWrites } from "#lib/base/background.ts";
import { DEFAULT_KEY_ID, defaultProject } from "#lib/projects/projects.ts";
import { provideDatabase } from "#test/data-dir.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 }); // These start processes.

const { settings } = provideDatabase();

const PROJECT = "default";
/** As owner ids are: base64url, which may begin like an option. */
const ADA = `-${"a".repeat(21)}`;
const EMAIL = "ada@example.com";

beforeAll(async () => {
  await makeClaimLink(); // There is no project before the first start.
  noteOwner({ projectId: PROJECT, id: ADA, name: "Ada Lovelace", email: EMAIL });
  await flushWrites();
});
beforeEach(async () => {
  await (await getDb()).delete(admins);
});

function run(name: string[], own: Record<string, string> = {}) {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, NODE_ENV: "test", ...settings, ...own } as const;
  const script = ["scripts/admin.ts", ...name];
  return spawnSync(process.execPath, script, { env, encoding: "utf8" });
}

test("an owner who has been here becomes an admin, and claim links are void", async () => {
  expect(run([ADA])).toMatchObject({
    status: 0,
    stdout: `Ada Lovelace (${ADA}) is an admin now.\n`,
  });
  expect(await isAdmin(PROJECT, { ownerId: ADA, emailVerified: false })).toBe(true);
  expect(await (await getDb()).$count(adminClaims)).toBe(0);
  expect(run([ADA])).toMatchObject({
    status: 0,
    stdout: `Ada Lovelace (${ADA}) is an admin already.\n`,
  });
});

test.each<Record<string, string>>([
  { AUTH_PROVIDER: "auth0" },
  { AUTH_PROVIDER: "better-auth", SMTP_URL: "smtp://localhost:2525" },
])("an address becomes one where addresses are verified, as with %j", async (own) => {
  expect(run([EMAIL], own)).toMatchObject({
    status: 0,
    stdout: `Whoever signs in with the verified address ${EMAIL} is an admin now.\n`,
  });
  const person = { ownerId: "E".repeat(22), email: EMAIL };
  expect(await isAdmin(PROJECT, { ...person, emailVerified: true })).toBe(true);
  expect(await isAdmin(PROJECT, { ...person, emailVerified: false })).toBe(false);
});

test("the project keeps its publishable key, whatever TAMBO_API_KEY is where the command runs", async () => {
  const { publishableKey } = await defaultProject();
  expect(run([ADA], { TAMBO_API_KEY: "pk_of_this_machine" })).toMatchObject({ status: 0 });
  const db = await getDb();
  expect(await db.select({ id: apiKeys.id, value: apiKeys.value }).from(apiKeys)).toEqual([
    { id: DEFAULT_KEY_ID, value: publishableKey },
  ]);
});

const LISTED = new RegExp(`^  ${ADA}  Ada Lovelace  ada@example\\.com  20\\d\\d-`, "m");

test.each([
  [
    [EMAIL],
    { AUTH_PROVIDER: "better-auth" },
    /^With Better Auth \(AUTH_PROVIDER=better-auth\) no address counts as verified/,
  ],
  [[EMAIL], { AUTH_PROVIDER: "supabase" }, /^With Supabase \(AUTH_PROVIDER=supabase\) no address/],
  [["Ada <ada@example.com>"], {}, /^Ada <ada@example\.com> is no e-mail address\. Give/],
  [["@"], {}, /^@ is no e-mail address\. Give the address alone, such as ada@example\.com\.$/m],
  [["b".repeat(22)], {}, /^Nobody with the owner id b{22} has been here\.\nWho was here last:/],
  [[], {}, /^npm run admin -- <e-mail address or owner id>\nWho was here last:/],
])("%j with %j makes nobody an admin and lists owner ids", async (name, own, problem) => {
  const { status, stdout, stderr } = run(name, own);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(problem);
  expect(stderr).toMatch(LISTED);
  expect(await (await getDb()).$count(admins)).toBe(0);
});

test("where nobody has that address, signing in once is what helps", () => {
  const { status, stderr } = run(["eve@example.com"]);
  expect(status).toBe(1);
  expect(stderr).toContain("Sign in to the app once; your owner id is then listed here.\n");
});

test("a user's name makes no line of its own and commands no terminal", async () => {
  const eve = "e".repeat(22);
  const name = `Eve\r\n  ${"f".repeat(22)}\u2028Forged\u001b[2J\u009b`;
  noteOwner({ projectId: PROJECT, id: eve, name });
  await flushWrites();
  const { stderr } = run([]);
  const [, , ...listed] = stderr.trimEnd().split("\n");
  expect(listed.map((line) => line.slice(2, 24))).toEqual([eve, ADA]);
  expect(stderr.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u2028]/u);
  expect(run([eve]).stdout).toBe(`Eve ${"f".repeat(22)} Forged[2J (${eve}) is an admin now.\n`);
});

test("a database that does not answer is named, without its password", () => {
  const { status, stderr } = run([ADA], {
    DATABASE_URL: "postgres://app:secret@127.0.0.1:1/app",
    NEON_BRIDGE: "",
  });
  expect(status).toBe(1);
  expect(stderr).toContain("DATABASE_URL: 127.0.0.1:1 cannot be used (");
  expect(stderr).not.toContain("secret");
});
