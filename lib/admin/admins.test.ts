import { createHash } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { adminClaims, admins } from "#drizzle/schema/settings.ts";
import { flushWrites } from "#lib/base/background.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { listActivity } from "./activity.ts";
import { addAdmin, isAdmin, listAdmins, removeAdmin } from "./admins.ts";
import { claimAdmin, isClaimable, makeClaimLink } from "./claims.ts";
import { noteOwner } from "./owners.ts";

provideDataDir();

const PROJECT = "default";
const ADA = "A".repeat(22);
const EVE = "E".repeat(22);
const person = (ownerId: string, email?: string, emailVerified = false) => ({
  ownerId,
  email,
  emailVerified,
});
const readCode = (link: string | undefined) => new URL(link ?? "").searchParams.get("code") ?? "";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

test("nobody is admin at first, and a guessed code makes none", async () => {
  expect(await isAdmin(PROJECT, person(ADA, "ada@example.com", true))).toBe(false);
  await makeClaimLink();
  for (const code of ["", "guessed"]) {
    expect(await isClaimable(code)).toBe(false);
    expect(await claimAdmin(code, EVE)).toBe(false);
  }
  expect(await isAdmin(PROJECT, person(EVE))).toBe(false);
});

test("a claim link is for an hour", async () => {
  const link = await makeClaimLink();
  expect(link).toMatch(/^http:\/\/localhost:3000\/settings\/claim\?code=[\w-]{43}$/);
  expect(await isClaimable(readCode(link))).toBe(true);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_001 });
  expect(await isClaimable(readCode(link))).toBe(false);
  expect(await claimAdmin(readCode(link), EVE)).toBe(false);
});

test("a claim makes one admin; its link, the others, and further ones are then void", async () => {
  const [link, other] = [await makeClaimLink(), await makeClaimLink()];
  const claims = [
    claimAdmin(readCode(link), ADA),
    claimAdmin(readCode(link), EVE),
    claimAdmin(readCode(other), EVE),
  ];
  expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(1);
  const isAda = await isAdmin(PROJECT, person(ADA));
  expect(await isAdmin(PROJECT, person(EVE))).toBe(!isAda);
  expect(await isClaimable(readCode(other))).toBe(false);
  expect(await claimAdmin(readCode(link), EVE)).toBe(false);
  expect(await makeClaimLink()).toBeUndefined();
  await flushWrites();
  expect(await listActivity(PROJECT, {}, 10)).toMatchObject([
    { kind: "admin.claimed", outcome: "ok", ownerId: isAda ? ADA : EVE },
  ]);
});

test("admins are listed and removed, which is noted, and the only one stays", async () => {
  const db = await getDb();
  await db.delete(admins);
  await db.insert(admins).values([
    { projectId: PROJECT, ownerId: ADA },
    { projectId: PROJECT, ownerId: EVE },
  ]);
  noteOwner({ projectId: PROJECT, id: ADA, name: "Ada" });
  noteOwner({ projectId: PROJECT, id: EVE });
  await flushWrites();
  const { named, claimed } = await listAdmins(PROJECT);
  expect(named).toEqual([]);
  expect(claimed).toEqual([
    { ownerId: ADA, name: "Ada", email: null },
    { ownerId: EVE, name: null, email: null },
  ]);
  expect(await listAdmins("other")).toEqual({ named: [], claimed: [] });

  await removeAdmin(PROJECT, "N".repeat(22), ADA);
  await removeAdmin("other", EVE, ADA);
  // Of two who remove each other one stays.
  const both = [removeAdmin(PROJECT, EVE, ADA), removeAdmin(PROJECT, ADA, EVE)];
  const outcomes = await Promise.allSettled(both);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { status: 409, code: "LAST_ADMIN" },
  });
  const { claimed: left } = await listAdmins(PROJECT);
  const [only] = left;
  expect(left).toHaveLength(1);
  expect(await isAdmin(PROJECT, person(ADA))).toBe(only?.ownerId === ADA);
  expect(await isAdmin(PROJECT, person(EVE))).toBe(only?.ownerId === EVE);
  const [entry] = await listActivity(PROJECT, {}, 1);
  const removed = only?.ownerId === ADA ? EVE : ADA;
  expect(entry).toMatchObject({ kind: "admin.removed", ownerId: only?.ownerId, detail: removed });

  vi.resetModules();
  vi.stubEnv("ADMINS", "boss@example.com");
  const fresh = await import("./admins.ts");
  expect((await fresh.listAdmins(PROJECT)).named).toEqual(["boss@example.com"]);
  await fresh.removeAdmin(PROJECT, only?.ownerId ?? "", ADA);
  expect((await fresh.listAdmins(PROJECT)).claimed).toEqual([]);
});

test("an owner is added, or an address that counts once the provider has verified it", async () => {
  const db = await getDb();
  await db.delete(admins);
  const link = await makeClaimLink();
  expect(await addAdmin(PROJECT, ADA)).toBe(true);
  expect(await isClaimable(readCode(link))).toBe(false);
  expect(await addAdmin(PROJECT, "Eve@Example.com")).toBe(true);
  expect(await addAdmin(PROJECT, "eve@example.COM")).toBe(false);
  expect(await isAdmin(PROJECT, person(ADA))).toBe(true);
  expect(await isAdmin(PROJECT, person(EVE, "eve@example.com", true))).toBe(true);
  expect(await isAdmin(PROJECT, person(EVE, "EVE@example.com", true))).toBe(true);
  expect(await isAdmin(PROJECT, person(EVE, "eve@example.com", false))).toBe(false);
  expect(await isAdmin(PROJECT, person(EVE, "adam@example.com", true))).toBe(false);
  // What a provider calls an address could be somebody's owner id.
  expect(await isAdmin(PROJECT, person(EVE, ADA, true))).toBe(false);
  expect(await isAdmin("other", person(ADA, "eve@example.com", true))).toBe(false);
  const { claimed } = await listAdmins(PROJECT);
  expect(claimed.map(({ ownerId }) => ownerId)).toEqual([ADA, "eve@example.com"]);
  expect(await listActivity(PROJECT, {}, 2)).toMatchObject([
    { kind: "admin.added", ownerId: null, detail: "eve@example.com" },
    { kind: "admin.added", ownerId: null, detail: ADA },
  ]);
  await removeAdmin(PROJECT, "eve@example.com", ADA);
  expect(await isAdmin(PROJECT, person(EVE, "eve@example.com", true))).toBe(false);
  await db.delete(admins);
});

test("an address is another admin once a user has it verified, so that a mistyped one leaves the last admin", async () => {
  const db = await getDb();
  const address = "grace@example.com";
  for (const name of [ADA, "Grace@Example.com"]) await addAdmin(PROJECT, name);
  const see = async (emailVerified: boolean) => {
    noteOwner({
      projectId: PROJECT,
      id: "G".repeat(22),
      email: "GRACE@example.com",
      emailVerified,
    });
    noteOwner({ projectId: PROJECT, id: "G".repeat(22) });
    await flushWrites();
  };
  const refused = { status: 409, code: "LAST_ADMIN" };
  await expect(removeAdmin(PROJECT, ADA, ADA)).rejects.toMatchObject(refused);
  await see(false);
  await expect(removeAdmin(PROJECT, ADA, ADA)).rejects.toMatchObject(refused);
  await see(true);
  await removeAdmin(PROJECT, ADA, ADA);
  expect((await listAdmins(PROJECT)).claimed).toMatchObject([{ ownerId: address }]);
  await expect(removeAdmin(PROJECT, address, ADA)).rejects.toMatchObject(refused);
  await db.delete(admins);
});

test("ADMINS names owners, and addresses that the provider has verified", async () => {
  vi.resetModules();
  vi.stubEnv("ADMINS", `${"B".repeat(22)}, Ada@Example.com`);
  const fresh = await import("./admins.ts");
  expect(await fresh.isAdmin(PROJECT, person("B".repeat(22)))).toBe(true);
  expect(await fresh.isAdmin(PROJECT, person("C".repeat(22), "ada@example.COM", true))).toBe(true);
  expect(await fresh.isAdmin(PROJECT, person("C".repeat(22), "ada@example.com", false))).toBe(
    false,
  );
  expect(await fresh.isAdmin(PROJECT, person("C".repeat(22)))).toBe(false);
  expect(await (await import("./claims.ts")).makeClaimLink()).toBeUndefined();
});

test("a link that was printed before ADMINS named somebody is void", async () => {
  const hash = createHash("sha256").update("printed").digest("base64url");
  const expiresAt = new Date(Date.now() + 60_000);
  await (await getDb()).insert(adminClaims).values({ hash, projectId: PROJECT, expiresAt });
  expect(await isClaimable("printed")).toBe(true);
  vi.resetModules();
  vi.stubEnv("ADMINS", "B".repeat(22));
  const fresh = await import("./claims.ts");
  expect(await fresh.isClaimable("printed")).toBe(false);
  expect(await fresh.claimAdmin("printed", EVE)).toBe(false);
});
