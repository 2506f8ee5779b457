import { beforeAll, expect, test, vi } from "vitest";
import { flushWrites } from "#lib/base/background.ts";
import { GUEST_TRUST, makeGuest, readGuest } from "#lib/identity/guests.ts";
import { identityHooks } from "#lib/identity/hooks.ts";
import { issueUserToken } from "#lib/identity/user-token.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { createThread } from "#lib/threads/change-thread.ts";
import { listThreads } from "#lib/threads/find-threads.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { exchangeAt, openPage, scopeToOrganizations, sources } from "#test/organizations.ts";
import { adoptGuest } from "./guests.ts";
import { deleteOwner, listOwners, signOutOwner } from "./owners.ts";

scopeToOrganizations();
process.env.GUESTS = "true";
provideDataDir();
beforeAll(async () => void (await defaultProject()));

const projectId = "default";
const source = sources.workos as NonNullable<typeof sources.workos>;

/** A user with a thread in each organisation, and one without. */
async function settle(user: string) {
  const visit = async (organization: string | null) => {
    const page = await openPage(source, { user, organization });
    await createThread({ ownerId: page.ownerId, projectId });
    return page;
  };
  const pages = [await visit("org_a"), await visit("org_b"), await visit(null)] as const;
  await flushWrites();
  return pages;
}
const countThreads = async (ownerId: string) =>
  (await listThreads(ownerId, { limit: 10 })).threads.length;
const listed = async (ids: string[]) =>
  (await listOwners(projectId, 100)).filter(({ id }) => ids.includes(id));

test("the list of users has one in each organisation, and says in which", async () => {
  const pages = await settle("ada");
  const owners = await listed(pages.map(({ ownerId }) => ownerId));
  expect(owners.map(({ organization, threads }) => [organization, threads]).toSorted()).toEqual([
    [null, 1],
    ["org_a", 1],
    ["org_b", 1],
  ]);
});

test("an admin deletes a user in one organisation, and ends the sessions in all of them", async () => {
  const [inA, inB, alone] = await settle("bob");
  await deleteOwner({ projectId, ownerId: inA.ownerId, adminId: "A".repeat(22) });
  expect(await Promise.all([inA, inB, alone].map((it) => countThreads(it.ownerId)))).toEqual([
    0, 1, 1,
  ]);
  await expect(exchangeAt(source, inA.userToken)).rejects.toMatchObject({ status: 400 });
  expect(await exchangeAt(source, inB.userToken)).toHaveProperty("access_token");
  await signOutOwner({ projectId, ownerId: inB.ownerId, adminId: "A".repeat(22) });
  for (const { userToken } of [inB, alone]) {
    await expect(exchangeAt(source, userToken)).rejects.toMatchObject({ status: 400 });
  }
});

test("with an account goes what its user has in every organisation", async () => {
  const pages = await settle("carol");
  const [, , alone] = pages;
  const [dave] = await settle("dave");
  await identityHooks().ownerLeaves(projectId, alone.ownerId);
  for (const { ownerId, userToken } of pages) {
    expect(await countThreads(ownerId)).toBe(0);
    await expect(exchangeAt(source, userToken)).rejects.toMatchObject({ status: 400 });
  }
  expect(await listed(pages.map(({ ownerId }) => ownerId))).toEqual([]);
  expect(await countThreads(dave.ownerId)).toBe(1);
});

test("whoever is known in one organisation is in all of them, and an admin by id in one alone", async () => {
  const [inA] = await settle("erin");
  const inC = await openPage(source, { user: "erin", organization: "org_c" });
  const stranger = await openPage(source, { user: "frank", organization: "org_a" });
  const [known, unknown] = [inC, stranger].map(({ ownerId: id, userToken }) => ({
    projectId,
    id,
    personalId: JSON.parse(Buffer.from(`${userToken.split(".")[1]}`, "base64url").toString())
      .personal,
  }));
  vi.stubEnv("SIGN_UP", "closed");
  vi.stubEnv("ADMINS", inA.ownerId);
  vi.resetModules();
  const { findAdmissionProblem: find } = await import("./admission.ts");
  const { isAdmin: isNamed } = await import("./admins.ts");
  await deleteOwner({ projectId, ownerId: inC.ownerId });
  await deleteOwner({ projectId, ownerId: stranger.ownerId });
  expect(known && (await find(known))).toBeUndefined();
  expect(unknown && (await find(unknown))).toBe("closed");
  expect(await isNamed(projectId, { ownerId: inA.ownerId })).toBe(true);
  expect(await isNamed(projectId, { ownerId: inC.ownerId })).toBe(false);
  vi.unstubAllEnvs();
});

test("a guest's threads go to the organisation in which the guest signed in", async () => {
  const session = await readGuest(await makeGuest());
  if (!session) throw new Error("the guest is none");
  const guest = await issueUserToken(session, GUEST_TRUST);
  await createThread({ ownerId: guest.ownerId, projectId });
  const [inA, inB] = await settle("grace");
  await adoptGuest(guest.ownerId, session, inA.ownerId);
  await adoptGuest(guest.ownerId, session, inB.ownerId);
  expect([await countThreads(inA.ownerId), await countThreads(inB.ownerId)]).toEqual([2, 1]);
});
