import { expect, test } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { admins } from "#drizzle/schema/settings.ts";
import { flushWrites } from "#lib/base/background.ts";
import { isRevoked } from "#lib/identity/revocation.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { listActivity } from "./activity.ts";
import { addAdmin, isAdmin } from "./admins.ts";
import { deleteOwner, findOwner, noteOwner } from "./owners.ts";

provideDataDir();

const projectId = "default";
const ADA = "A".repeat(22);
const EVE = "E".repeat(22);
const isAdminNow = (ownerId: string) => isAdmin(projectId, { ownerId, emailVerified: false });

test("a deleted user is signed out, gone and no admin; nobody deletes the own user", async () => {
  await defaultProject();
  const db = await getDb();
  await db.insert(admins).values([
    { projectId, ownerId: ADA },
    { projectId, ownerId: EVE },
  ]);
  for (const id of [ADA, EVE]) noteOwner({ projectId, id });
  await flushWrites();
  const session = { ownerId: EVE, sid: "sid", authTime: Date.now() / 1_000 - 1 };

  await expect(deleteOwner({ projectId, ownerId: EVE, adminId: EVE })).rejects.toMatchObject({
    status: 409,
    code: "OWN_USER",
  });
  expect(await findOwner(projectId, EVE)).toBeDefined();
  expect(await isRevoked(session)).toBe(false);

  await deleteOwner({ projectId, ownerId: EVE, adminId: ADA });
  expect(await findOwner(projectId, EVE)).toBeUndefined();
  expect(await isRevoked(session)).toBe(true);
  expect([await isAdminNow(EVE), await isAdminNow(ADA)]).toEqual([false, true]);
  await flushWrites();
  expect(await listActivity(projectId, {}, 10)).toMatchObject([
    { kind: "user.deleted", ownerId: ADA, detail: EVE },
    { kind: "admin.removed", ownerId: ADA, detail: EVE },
  ]);
});

test("whose verified address made them an admin is none after the deletion; anybody can give another's", async () => {
  const [email, GRACE, MALLORY] = ["grace@example.com", "G".repeat(22), "M".repeat(22)];
  const grace = { ownerId: GRACE, email, emailVerified: true };
  await addAdmin(projectId, email);
  noteOwner({ projectId, id: GRACE, email: "Grace@example.com", emailVerified: true });
  noteOwner({ projectId, id: MALLORY, email, emailVerified: false });
  await deleteOwner({ projectId, ownerId: MALLORY, adminId: ADA });
  expect(await isAdmin(projectId, grace)).toBe(true);
  await deleteOwner({ projectId, ownerId: GRACE, adminId: ADA });
  expect(await isAdmin(projectId, grace)).toBe(false);
  expect(await listActivity(projectId, {}, 2)).toMatchObject([
    { kind: "user.deleted", ownerId: ADA, detail: GRACE },
    { kind: "admin.removed", ownerId: ADA, detail: email },
  ]);
});

test("nobody loses the last admin by deleting another account with the same address", async () => {
  const [email, account, another] = ["kim@example.com", "K".repeat(22), "L".repeat(22)];
  await (await getDb()).delete(admins);
  await addAdmin(projectId, email);
  for (const id of [account, another]) noteOwner({ projectId, id, email, emailVerified: true });
  await expect(
    deleteOwner({ projectId, ownerId: another, adminId: account }),
  ).rejects.toMatchObject({ status: 409, code: "LAST_ADMIN" });
  expect(await isAdmin(projectId, { ownerId: account, email, emailVerified: true })).toBe(true);
  expect(await findOwner(projectId, another)).toBeDefined();
});
