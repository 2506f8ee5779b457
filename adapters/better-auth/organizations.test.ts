import { beforeAll, describe, expect, test } from "vitest";
import { appEnv } from "#lib/base/env.ts";
import { issueUserToken } from "#lib/identity/user-token.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { createThread } from "#lib/threads/change-thread.ts";
import { threadExists } from "#lib/threads/find-threads.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { exchange } from "#test/exchange.ts";
import { getAuth } from "./config.ts";
import { handleAuthRequest } from "./routes.ts";
import { adapter } from "./session.ts";
import { trust } from "./trust.ts";

process.env.OWNER_SCOPE = "organization";
provideDataDir();

const password = "correct horse battery";

/** Signs somebody up; returns what their requests say. */
async function signUp(name: string) {
  const { api } = await getAuth();
  await api.signUpEmail({ body: { name, email: `${name}@example.com`, password } });
  return signIn(name);
}
async function signIn(name: string) {
  const { api } = await getAuth();
  const body = { email: `${name}@example.com`, password };
  return toHeaders((await api.signInEmail({ body, returnHeaders: true })).headers);
}
const toHeaders = (headers: Headers) =>
  new Headers({
    cookie: headers
      .getSetCookie()
      .map((line) => line.split(";", 1)[0])
      .join("; "),
  });

/** By the page's user token, and by an exchange of the library's own. */
async function ownersOf(headers: Headers): Promise<[page: string, exchanged: string]> {
  const session = await adapter.readSession(headers);
  if (!session) throw new Error("nobody is signed in");
  const { ownerId } = await issueUserToken({ startedAt: new Date(), ...session }, trust());
  const { token } = await (await getAuth()).api.getToken({ headers });
  const { access_token: accessToken } = await (await exchange(token)).json();
  const { sub } = JSON.parse(Buffer.from(accessToken.split(".")[1], "base64url").toString());
  return [ownerId, sub];
}

let ada: Headers;
let organizationId: string;
beforeAll(async () => {
  await defaultProject();
  ada = await signUp("ada");
});

test("whoever founds an organisation is another owner in it, by page and by exchange", async () => {
  const { api } = await getAuth();
  const [alone, exchanged] = await ownersOf(ada);
  expect(exchanged).toBe(alone);
  const founded = await api.createOrganization({
    headers: ada,
    body: { name: "Analytical Engines", slug: "engines" },
  });
  organizationId = founded.id;
  const [inside, exchangedInside] = await ownersOf(ada);
  expect(inside).not.toBe(alone);
  expect(exchangedInside).toBe(inside);
  await api.setActiveOrganization({ headers: ada, body: { organizationId: null } });
  expect(await ownersOf(ada)).toEqual([alone, alone]);
  await api.setActiveOrganization({ headers: ada, body: { organizationId } });
  expect(await ownersOf(ada)).toEqual([inside, inside]);
});

describe("a colleague", () => {
  let bob: Headers;
  let alone: string;
  beforeAll(async () => {
    bob = await signUp("bob");
    [alone] = await ownersOf(bob);
  });

  test("is in no organisation without being a member", async () => {
    const { api } = await getAuth();
    const body = { organizationId };
    await expect(api.setActiveOrganization({ headers: bob, body })).rejects.toMatchObject({
      body: { code: "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION" },
    });
    expect(await ownersOf(bob)).toEqual([alone, alone]);
  });

  test("joins by an invitation once the address is known to be theirs", async () => {
    const { api, $context } = await getAuth();
    const { id: invitationId } = await api.createInvitation({
      headers: ada,
      body: { email: "bob@example.com", role: "member" },
    });
    const join = () => api.acceptInvitation({ headers: bob, body: { invitationId } });
    await expect(join()).rejects.toMatchObject({ status: "FORBIDDEN" });
    const { internalAdapter } = await $context;
    await internalAdapter.updateUserByEmail("bob@example.com", { emailVerified: true });
    await join();
    const [inside, exchanged] = await ownersOf(bob);
    expect(exchanged).toBe(inside);
    expect([alone, ...(await ownersOf(ada))]).not.toContain(inside);
  });

  test("who is removed is out with the next page and the next token, in every session", async () => {
    const { api } = await getAuth();
    const elsewhere = await signIn("bob");
    await api.setActiveOrganization({ headers: elsewhere, body: { organizationId } });
    const [inside] = await ownersOf(elsewhere);
    const body = { memberIdOrEmail: "bob@example.com", organizationId };
    await api.removeMember({ headers: ada, body });
    for (const session of [bob, elsewhere]) {
      expect(await ownersOf(session)).toEqual([alone, alone]);
    }
    expect(inside).not.toBe(alone);
  });
});

test("with the account goes what its user has in an organisation", async () => {
  const [ownerId] = await ownersOf(ada);
  const { id: threadId } = await createThread({ ownerId, projectId: "default" });
  await (await getAuth()).api.deleteUser({ headers: ada, body: { password } });
  expect(await threadExists(ownerId, threadId)).toBe(false);
});

test.each(["create", "set-active", "list", "invite-member", "accept-invitation"])(
  "the library's own /organization/%s is not served",
  async (name) => {
    for (const method of ["GET", "POST"]) {
      const address = `${appEnv().APP_URL}/auth/organization/${name}`;
      const headers = { origin: appEnv().APP_URL };
      await expect(
        handleAuthRequest(new Request(address, { method, headers })),
      ).rejects.toMatchObject({ status: 404 });
    }
  },
);
