import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from "jose";
import { expect, onTestFinished, test, vi } from "vitest";
import { listActivity } from "#lib/admin/activity.ts";
import { flushWrites } from "#lib/base/background.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { exchange } from "#test/exchange.ts";
import { signOutEverywhere } from "./revocation.ts";
import { endSession, issueUserToken } from "./user-token.ts";

provideDataDir();

const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
const trust = {
  issuer: "https://provider.example",
  keys: async () => ({ keys: [await exportJWK(publicKey)] }),
  algorithms: ["ES256"],
  audience: "chat",
  ownerNamespace: "https://provider.example",
};

/** A session of a provider whose clock is ahead by some seconds. */
const issue = (ahead: number, claims: object = {}) => {
  const startedAt = new Date(Date.now() + ahead * 1_000);
  const time = Math.floor(startedAt.getTime() / 1_000);
  const token = new SignJWT({ ...claims })
    .setProtectedHeader({ alg: "ES256" })
    .setIssuer(trust.issuer)
    .setAudience(trust.audience)
    .setSubject("ada")
    .setIssuedAt(time)
    .setExpirationTime(time + 60)
    .sign(privateKey);
  return issueUserToken({ id: "s1", startedAt, providerToken: () => token }, trust);
};

test("who acts as a user goes on in the user token, and the activity tells it", async () => {
  const { userToken, ownerId } = await issue(0, { act: { sub: "admin-1", iss: "x" }, role: "y" });
  expect(decodeJwt(userToken)).toMatchObject({ sub: ownerId, act: { sub: "admin-1" } });
  expect(decodeJwt(userToken)).not.toHaveProperty("role");
  expect((await exchange(userToken)).status).toBe(200);
  await flushWrites();
  expect(await listActivity("default", { ownerId }, 1)).toMatchObject([
    { kind: "exchange", outcome: "ok", detail: "As this user acts admin-1 (act)" },
  ]);
  expect(decodeJwt((await issue(0)).userToken)).not.toHaveProperty("act");
});

test("by a clock that is ahead nobody signed in later than now, so signing out everywhere ends it", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  onTestFinished(() => void vi.useRealTimers());
  const { userToken, ownerId } = await issue(50);
  expect(decodeJwt(userToken).auth_time).toBe(Date.now() / 1_000);
  expect((await exchange(userToken)).status).toBe(200);
  await signOutEverywhere(ownerId);
  const refused = await exchange(userToken);
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({
    error: "invalid_request",
    message: "subject_token belongs to a session that has ended",
  });
});

test("a session whose provider's clock is more than a minute ahead is refused with the difference", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Math.floor(Date.now() / 1_000) * 1_000 });
  onTestFinished(() => void vi.useRealTimers());
  await expect(issue(75)).rejects.toMatchObject({
    status: 401,
    code: "PROVIDER_TOKEN_REFUSED",
    message:
      "The provider's token is not accepted: subject_token is issued in the future (iat): it is 75 s ahead of this server's clock, and 60 s are tolerated",
  });
});

test("of a session whose token is refused it is not said that it was ended", async () => {
  const session = { id: "s1", providerToken: async () => "no token" };
  const refusal = { status: 401, code: "PROVIDER_TOKEN_REFUSED" };
  await expect(endSession(session, trust, true)).rejects.toMatchObject(refusal);
});
