import { decodeJwt } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { defaultProject } from "#lib/projects/projects.ts";
import { provideDataDir } from "#test/data-dir.ts";
import {
  exchangeAt,
  openPage,
  providerToken,
  scopeToOrganizations,
  sign,
  sources,
  type Visit,
} from "#test/organizations.ts";
import { ownerId, ownerIn } from "./owner-id.ts";
import { revokeToken } from "./revoke-token.ts";
import { endSession } from "./user-token.ts";

scopeToOrganizations();
provideDataDir();
beforeAll(async () => void (await defaultProject()));

const ORGANIZATIONS = ["org_a", "org_b", null];
const ada = (organization: unknown, more: Partial<Visit> = {}): Visit => ({
  user: "ada",
  organization,
  ...more,
});

describe.each(Object.entries(sources))("%s", (user, source) => {
  // One for each source: three are of one namespace.
  const visit = (organization: unknown, more: Partial<Visit> = {}): Visit => ({
    user,
    organization,
    ...more,
  });
  const inOrganization = (organization: string | null) =>
    ownerIn("default", source.trust().ownerNamespace, user, organization ?? undefined).ownerId;

  test("the page and a direct exchange name the same owner, by session or by token", async () => {
    const owners = new Set<string>();
    for (const organization of ORGANIZATIONS) {
      const token = await providerToken(source, visit(organization));
      const owner = inOrganization(organization);
      expect((await openPage(source, visit(organization))).ownerId).toBe(owner);
      expect((await openPage(source, visit(organization), token)).ownerId).toBe(owner);
      const { access_token } = await exchangeAt(source, token);
      expect(decodeJwt(access_token).sub).toBe(owner);
      owners.add(owner);
    }
    expect(owners.size).toBe(3);
    expect(owners).toContain(ownerId("default", source.trust().ownerNamespace, user));
  });

  test.each([
    ["no string", 7],
    ["an object", { id: "org_a" }],
    ["empty", ""],
    ["too long", "o".repeat(256)],
    ["of control characters", "org_a\n"],
    ["half a character", "org_\ud800"],
  ])("an organisation that is %s opens nothing", async (_, organization) => {
    const token = await providerToken(source, visit(organization));
    const message = expect.stringMatching(/(has a|lacks a valid) claim org_id/);
    await expect(exchangeAt(source, token)).rejects.toMatchObject({ status: 400, message });
    for (const by of [undefined, token]) {
      await expect(openPage(source, visit(organization), by)).rejects.toMatchObject({
        status: 401,
        code: "PROVIDER_TOKEN_REFUSED",
        extra: { check: "subject" },
      });
    }
  });

  test("signing out in one organisation ends that session's tokens in all of them", async () => {
    const sessionId = "laptop";
    const startedAt = new Date(Date.now() - 2_000);
    const visits = ORGANIZATIONS.map((it) => visit(it, { sessionId, startedAt }));
    const pages = await Promise.all(visits.map((one) => openPage(source, one)));
    expect(new Set(pages.map(({ sid }) => sid)).size).toBe(1);
    const other = await openPage(source, visit("org_b", { sessionId: "phone", startedAt }));
    const session = { id: sessionId, subject: user, organization: "org_a" };
    const ended = { ...session, providerToken: () => Promise.reject(new Error("not asked for")) };
    await endSession(ended, source.trust(), false);
    for (const [index, one] of visits.entries()) {
      const tokens = [`${pages[index]?.userToken}`, await providerToken(source, one)];
      for (const token of tokens) {
        await expect(exchangeAt(source, token)).rejects.toMatchObject({
          message: "subject_token belongs to a session that has ended",
        });
      }
      await expect(openPage(source, one)).rejects.toMatchObject({ code: "SESSION_REVOKED" });
    }
    expect(await exchangeAt(source, other.userToken)).toHaveProperty("access_token");
    await endSession(ended, source.trust(), true);
    await expect(exchangeAt(source, other.userToken)).rejects.toMatchObject({ status: 400 });
  });
});

const workos = sources.workos as NonNullable<typeof sources.workos>;

test("a Clerk template that says nothing of organisations opens nothing", async () => {
  const source = sources["clerk, by a template"] as typeof workos;
  const token = await sign(source, { sub: "ada", aud: "tambo-users" });
  await expect(exchangeAt(source, token)).rejects.toMatchObject({
    message: "subject_token lacks a valid claim org_id",
  });
});

test("separators in an organisation, a user or an issuer make nobody somebody else", () => {
  const same = [
    ["p", "n", "u", "o"],
    ["p", "n", 'u","o', undefined],
    ["p", 'n","u', "o", undefined],
    ["p", "n", "u o", undefined],
    ["p", "n", "u", 'o"]'],
    ["p", "n u", "o", undefined],
    ["p n", "u", "o", undefined],
  ] as const;
  const owners = same.map(([p, n, u, o]) => ownerIn(p, n, u, o).ownerId);
  expect(new Set(owners).size).toBe(same.length);
  // A vector: threads are found by it for ever.
  expect(ownerIn("default", "https://tenant.eu.auth0.com/", "auth0|1", "org_1")).toEqual({
    ownerId: "v5WipK9I2hB3eTL2uvEM2s",
    personalId: ownerId("default", "https://tenant.eu.auth0.com/", "auth0|1"),
  });
});

test("who leaves an organisation has its threads no more with the provider's next token", async () => {
  const sessionId = "tab";
  const inside = await openPage(workos, ada("org_a", { sessionId }));
  const after = await openPage(workos, ada(null, { sessionId }));
  // The page sees another owner and loads anew. What it had lives on: the same user's, and minutes.
  expect(after.ownerId).not.toBe(inside.ownerId);
  expect(after.sid).toBe(inside.sid);
  const { access_token } = await exchangeAt(workos, inside.userToken);
  expect(decodeJwt(access_token)).toMatchObject({ sub: inside.ownerId, personal: after.ownerId });
  // Whoever revokes either token (RFC 7009) ends both.
  const { publishableKey } = await defaultProject();
  await revokeToken(
    new Request("http://localhost:3000/oauth/revoke", {
      method: "POST",
      headers: { "x-api-key": publishableKey },
      body: new URLSearchParams({ token: after.userToken }),
    }),
  );
  await expect(exchangeAt(workos, inside.userToken)).rejects.toMatchObject({ status: 400 });
});
