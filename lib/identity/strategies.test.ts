import { eq } from "drizzle-orm";
import { UnsecuredJWT } from "jose";
import { afterEach, describe, expect, test, vi } from "vitest";
import { getAuth } from "#adapters/better-auth/config.ts";
import { providerTrust } from "#adapters/trust.ts";
import { getDb } from "#drizzle/client.ts";
import { revocations } from "#drizzle/schema/project.ts";
import { trustedIssuers } from "#drizzle/schema/settings.ts";
import { findOwner } from "#lib/admin/owners.ts";
import { setStrategy } from "#lib/admin/trusted-issuers.ts";
import { flushWrites } from "#lib/base/background.ts";
import { appEnv } from "#lib/base/env.ts";
import type { Strategy } from "#lib/trust/strategy.ts";
import { forgetTrustSettings } from "#lib/trust/trust-settings.ts";
import { provideDataDir } from "#test/data-dir.ts";
import {
  claims,
  issuer,
  judge,
  now,
  PROJECT,
  provideIssuer,
  publicJwk,
  SECRET,
  secretBytes,
  sign,
  trustIssuer,
} from "#test/trusted-issuer.ts";
import { ownerId } from "./owner-id.ts";
import { revokeSession, signOutEverywhere } from "./revocation.ts";

provideDataDir();
provideIssuer();

const EVERY_STRATEGY: Strategy[] = ["discovery", "asymmetric", "symmetric", "none"];

afterEach(() => {
  vi.unstubAllEnvs();
});

const NOT_TRUSTED = "400 subject_token has an issuer (iss) that this project does not trust";

test("an owner is the same under every strategy, but for the unverified", async () => {
  await trustIssuer({ publicKeys: JSON.stringify(publicJwk), secret: SECRET });
  const owner = ownerId(PROJECT, issuer.issuer, "user-1");
  const tokens: Record<Strategy, string> = {
    discovery: await sign(),
    asymmetric: await sign(),
    symmetric: await sign({}, "HS256", secretBytes),
    none: new UnsecuredJWT(claims()).encode(),
  };
  for (const strategy of EVERY_STRATEGY) {
    await setStrategy(PROJECT, strategy);
    const expected = strategy === "none" ? ownerId(PROJECT, "unverified", "user-1") : owner;
    expect(await judge(tokens[strategy])).toBe(expected);
  }
});

test.each(["discovery", "asymmetric", "symmetric"] as const)(
  "the strategy %s accepts only its own kind of key",
  async (strategy) => {
    await trustIssuer({ publicKeys: JSON.stringify(publicJwk), secret: SECRET });
    await setStrategy(PROJECT, strategy);
    const [right, wrong] = [await sign({}, "HS256", secretBytes), await sign()];
    const other = strategy === "symmetric" ? wrong : right;
    const expected = strategy === "symmetric" ? "HS256" : "ES256";
    expect(await judge(other)).toBe(
      `400 subject_token is signed with another algorithm than ${expected}`,
    );
    expect(await judge(new UnsecuredJWT(claims()).encode())).toContain("another algorithm");
  },
);

test.each(EVERY_STRATEGY)("our own issuer is judged by our own keys under %s", async (strategy) => {
  await trustIssuer({ publicKeys: JSON.stringify(publicJwk), secret: SECRET });
  await setStrategy(PROJECT, strategy);
  const { APP_URL } = appEnv();
  for (const iss of [APP_URL, `${APP_URL}/auth`]) {
    expect(await judge(await sign({ iss }, "ES256", undefined, { kid: "k1" }))).toBe(
      "400 subject_token is signed with a key that its issuer does not publish (kid)",
    );
    for (const token of [
      await sign({ iss }, "HS256", secretBytes),
      new UnsecuredJWT(claims({ iss })).encode(),
    ]) {
      expect(await judge(token)).toBe(
        "400 subject_token is signed with another algorithm than ES256",
      );
    }
  }
  for (const iss of [
    `${APP_URL}/`,
    `${APP_URL}/auth/`,
    APP_URL.toUpperCase(),
    "https://localhost:3000",
    "http://localhost.:3000",
    `${APP_URL}/%61uth`,
    `${APP_URL}//auth`,
    `${APP_URL}/%2Fauth`,
  ]) {
    expect(await judge(new UnsecuredJWT(claims({ iss })).encode())).toBe(NOT_TRUSTED);
  }
});

test("the active provider's own token is accepted by its own policy under every strategy", async () => {
  const auth = await getAuth();
  const account = { name: "Mary", email: "mary@example.com", password: "correct horse battery" };
  await auth.api.signUpEmail({ body: account });
  const signedIn = await auth.api.signInEmail({ body: account, returnHeaders: true });
  const headers = new Headers({ cookie: signedIn.headers.getSetCookie().join("; ") });
  const { token } = await auth.api.getToken({ headers });
  const owner = ownerId(PROJECT, "better-auth", signedIn.response.user.id);
  for (const strategy of EVERY_STRATEGY) {
    await setStrategy(PROJECT, strategy);
    expect(await judge(token)).toBe(owner);
  }
});

test("whoever exchanges a trusted issuer's token is among the users of the settings", async () => {
  await setStrategy(PROJECT, "discovery");
  await trustIssuer();
  const id = await judge(await sign({ sub: "user-2" }));
  await flushWrites();
  expect(await findOwner(PROJECT, id)).toMatchObject({ id });
});

test("a trusted issuer does not speak for the users of a provider that came to be active later", async () => {
  await setStrategy(PROJECT, "discovery");
  const { id } = await trustIssuer();
  const { ownerNamespace } = await providerTrust();
  const db = await getDb();
  await db.update(trustedIssuers).set({ ownerNamespace }).where(eq(trustedIssuers.id, id));
  forgetTrustSettings(PROJECT);
  expect(await judge(await sign())).toBe(
    "400 subject_token has an issuer (iss) whose owner namespace is now the active provider's",
  );
});

test("a session that was ended here days ago stays ended, though its issuer goes on with it", async () => {
  await setStrategy(PROJECT, "discovery");
  await trustIssuer();
  const owner = ownerId(PROJECT, issuer.issuer, "user-1");
  await revokeSession(owner, "laptop");
  const db = await getDb();
  await db.update(revocations).set({ revokedAt: new Date(Date.now() - 2 * 86_400_000) });
  // As after a restart: what instances keep in memory goes back a day.
  for (const name of ["revocations", "revocations-read"])
    Object.assign(globalThis, { [Symbol.for(`tambo-users.${name}`)]: undefined });
  // A renewed token is young, and need not tell how old its session is.
  for (const times of [{ auth_time: now() - 3 * 86_400 }, {}]) {
    expect(await judge(await sign({ ...times, sid: "phone" }))).toBe(owner);
    expect(await judge(await sign({ ...times, sid: "laptop" }))).toBe(
      "400 subject_token belongs to a session that has ended",
    );
  }
});

test("signing out everywhere ends what was authenticated before, or else what was issued before", async () => {
  await setStrategy(PROJECT, "discovery");
  await trustIssuer();
  const owner = ownerId(PROJECT, issuer.issuer, "user-3");
  const session = { sub: "user-3", sid: "laptop" };
  await signOutEverywhere(owner);
  const ended = "400 subject_token belongs to a session that has ended";
  const later = { iat: now() + 2 };
  expect(await judge(await sign({ ...session, ...later, auth_time: now() - 60 }))).toBe(ended);
  expect(await judge(await sign({ ...session, iat: now() - 60 }))).toBe(ended);
  expect(await judge(await sign({ ...session, ...later }))).toBe(owner);
  expect(await judge(await sign({ ...session, iat: undefined }))).toBe(
    "400 subject_token lacks a valid iat",
  );
});

describe("none", () => {
  test("still asks for a token that is valid now and names a user", async () => {
    await setStrategy(PROJECT, "none");
    const unsecured = (changes: object) => judge(new UnsecuredJWT(claims(changes)).encode());
    expect(await unsecured({ exp: now() - 60 })).toBe("400 subject_token has expired");
    expect(await unsecured({ exp: undefined })).toBe("400 subject_token lacks a valid exp");
    expect(await unsecured({ sub: "" })).toBe("400 subject_token lacks a valid sub");
    expect(await unsecured({ iss: undefined })).toBe("400 subject_token lacks a valid iss");
    expect(await unsecured({ events: {} })).toContain("has a claim that is refused");
    expect(await unsecured({ iss: "anything", aud: "any" })).toHaveLength(22);
  });

  test.each(["production", "staging", undefined])(
    "is refused where NODE_ENV is %s, when it is chosen and when it was",
    async (environment) => {
      await setStrategy(PROJECT, "none");
      vi.stubEnv("NODE_ENV", environment);
      expect(await judge(new UnsecuredJWT(claims()).encode())).toBe(
        "400 subject_token cannot be verified: the strategy none is refused in production",
      );
      await expect(setStrategy(PROJECT, "none")).rejects.toMatchObject({
        status: 400,
        message: "strategy: none verifies nothing and is refused in production",
      });
    },
  );
});
