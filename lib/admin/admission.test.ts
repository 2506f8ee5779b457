import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { admins } from "#drizzle/schema/settings.ts";
import { flushWrites } from "#lib/base/background.ts";
import { findSubject } from "#lib/identity/exchange-token.ts";
import { identityHooks, type Visitor } from "#lib/identity/hooks.ts";
import type { Policy } from "#lib/identity/verify-token.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { listActivity } from "./activity.ts";
import { addAdmin } from "./admins.ts";
import {
  findAdmissionProblem,
  invite,
  isInvitation,
  listInvitations,
  withdrawInvitation,
} from "./admission.ts";
import { deleteOwner, findOwner, noteOwner } from "./owners.ts";

provideDataDir();
beforeAll(async () => void (await defaultProject()));

const projectId = "default";
const ADMIN = "A".repeat(22);
let visitors = 0;
/** Somebody who was never here. */
const stranger = (person: Partial<Visitor> = {}): Visitor => {
  visitors += 1;
  return { projectId, id: String(visitors).padStart(22, "S"), ...person };
};
const meet = async (visitor: Visitor) => {
  noteOwner(visitor);
  await flushWrites();
};
const inviteSomebody = async (name = "Grace") => {
  const link = new URL(await invite({ projectId, name, by: ADMIN }));
  return link.searchParams.get("code") ?? "";
};

/** Settings are read once, so each has an app of its own. */
async function withSettings(settings: Record<string, string>) {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  vi.resetModules();
  return (await import("./admission.ts")).findAdmissionProblem;
}

afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

describe("ALLOWED_EMAILS", () => {
  const allowed = { ALLOWED_EMAILS: "@Example.com, ada@example.org" };
  test.each([
    ["a verified address of the domain", "grace@example.com", true, undefined],
    ["letters of another case", "Ada@Example.ORG", true, undefined],
    ["an unverified address", "grace@example.com", false, "address"],
    ["an address of which nothing is said", "grace@example.com", undefined, "address"],
    ["another address of a named one's domain", "eve@example.org", true, "address"],
    ["a domain that ends alike", "eve@notexample.com", true, "address"],
    ["a subdomain", "eve@mail.example.com", true, "address"],
    ["an address with another in it", "ada@example.org@evil.example", true, "address"],
    ["no address", undefined, true, "address"],
  ])("%s", async (_, email, emailVerified, problem) => {
    const find = await withSettings(allowed);
    expect(await find(stranger({ email, emailVerified }))).toBe(problem);
  });

  test("counts for those who were here before, and a token without an address has theirs", async () => {
    const find = await withSettings(allowed);
    const grace = stranger({ email: "grace@example.com", emailVerified: true });
    const eve = stranger({ email: "eve@example.net", emailVerified: true });
    await Promise.all([grace, eve].map(meet));
    expect(await find({ projectId, id: grace.id })).toBeUndefined();
    expect(await find({ projectId, id: eve.id })).toBe("address");
    expect(await find({ ...grace, email: "grace@example.net" })).toBe("address");
    // The provider names none any more, or vouches for none.
    expect(await find({ ...grace, email: undefined, emailVerified: false })).toBe("address");
  });

  test("does not keep an admin out", async () => {
    const find = await withSettings(allowed);
    const admin = stranger({ email: "eve@example.net", emailVerified: true });
    await addAdmin(projectId, admin.id);
    expect(await find(admin)).toBeUndefined();
    await (await getDb()).delete(admins);
  });
});

describe("SIGN_UP=closed", () => {
  test("lets in who was here, until they are deleted", async () => {
    const find = await withSettings({ SIGN_UP: "closed" });
    const [known, unknown] = [stranger(), stranger()];
    await meet(known);
    expect(await find(known)).toBeUndefined();
    expect(await find(unknown)).toBe("closed");
    expect(await find({ ...unknown, invitation: await inviteSomebody() })).toBe("closed");
    await deleteOwner({ projectId, ownerId: known.id });
    expect(await find(known)).toBe("closed");
  });

  test("holds for a provider's token at the exchange, and not for other issuers'", async () => {
    Object.assign(identityHooks(), {
      admissionProblem: await withSettings({ SIGN_UP: "closed" }),
      ownerSeen() {},
      async ownerLeaves() {},
      exchanged() {},
    });
    const now = Math.floor(Date.now() / 1_000);
    const claims = { iss: "https://idp.example", sub: "grace", iat: now, exp: now + 60 };
    const token = { token: "", header: {}, claims };
    const policy: Policy = {
      issuer: claims.iss,
      algorithms: [],
      keySet: "none",
      audience: null,
      ownerNamespace: claims.iss,
      isProvider: true,
    };
    await expect(findSubject(token, policy, projectId)).rejects.toMatchObject({
      status: 400,
      code: "invalid_request",
      message: "subject_token is of a user who may not come in (closed)",
    });
    const other = { ...policy, isProvider: undefined };
    const { ownerId } = await findSubject(token, other, projectId);
    await meet({ projectId, id: ownerId });
    expect(await findSubject(token, policy, projectId)).toMatchObject({ ownerId });
  });
});

describe("SIGN_UP=invited", () => {
  let find: typeof findAdmissionProblem;
  beforeEach(async () => {
    find = await withSettings({ SIGN_UP: "invited" });
  });

  test("an invitation lets one stranger in, who is known from then on", async () => {
    expect(await findAdmissionProblem(stranger())).toBeUndefined(); // Where nothing is set.
    const invitation = await inviteSomebody("Grace Hopper");
    const [grace, eve] = [stranger(), stranger()];
    expect(await isInvitation(projectId, invitation)).toBe(true);
    expect(await find(grace)).toBe("invitation");
    expect(await find({ ...grace, invitation })).toBeUndefined();
    expect(await findOwner(projectId, grace.id)).toBeDefined();
    expect(await find(grace)).toBeUndefined();
    expect(await find({ ...eve, invitation })).toBe("invitation");
    expect(await isInvitation(projectId, invitation)).toBe(false);
    const [entry] = await listActivity(projectId, { ownerId: grace.id }, 1);
    expect(entry).toMatchObject({ kind: "invitation.accepted", detail: "Grace Hopper" });
  });

  test("of two strangers at once one comes in", async () => {
    const invitation = await inviteSomebody();
    const both = await Promise.all(
      [stranger(), stranger()].map((visitor) => find({ ...visitor, invitation })),
    );
    expect(both.sort()).toEqual(["invitation", undefined]);
  });

  test("of two requests of one stranger at once both come in", async () => {
    const visitor = stranger({ invitation: await inviteSomebody() });
    expect(await Promise.all([find(visitor), find(visitor)])).toEqual([undefined, undefined]);
  });

  test("who is known does not spend an invitation", async () => {
    const known = stranger({ invitation: await inviteSomebody() });
    await meet(known);
    expect(await find(known)).toBeUndefined();
    expect(await isInvitation(projectId, known.invitation ?? "")).toBe(true);
  });

  test("an invitation ends after seven days, when it is withdrawn, and is no other project's", async () => {
    const withdrawn = await inviteSomebody("Withdrawn");
    const [listed] = (await listInvitations(projectId)).filter(({ name }) => name === "Withdrawn");
    const { id } = listed ?? { id: "" };
    expect(await find({ ...stranger(), invitation: id })).toBe("invitation");
    expect(await withdrawInvitation("another", id, ADMIN)).toBe(false);
    expect(await withdrawInvitation(projectId, id, ADMIN)).toBe(true);
    expect(await withdrawInvitation(projectId, id, ADMIN)).toBe(false);
    expect(await find({ ...stranger(), invitation: withdrawn })).toBe("invitation");

    const old = await inviteSomebody();
    expect(await isInvitation("another", old)).toBe(false);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 7 * 24 * 3_600_000 + 1 });
    expect(await isInvitation(projectId, old)).toBe(false);
    expect(await find({ ...stranger(), invitation: old })).toBe("invitation");
  });

  test("an address that is not allowed spends no invitation", async () => {
    const invitation = await inviteSomebody();
    const both = await withSettings({ SIGN_UP: "invited", ALLOWED_EMAILS: "@example.com" });
    const eve = stranger({ email: "eve@example.net", emailVerified: true, invitation });
    expect(await both(eve)).toBe("address");
    expect(await isInvitation(projectId, invitation)).toBe(true);
  });
});
