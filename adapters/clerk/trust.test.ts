import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { beforeEach, describe, expect, test } from "vitest";
import { appEnv, isEnvError } from "#lib/base/env.ts";
import { verifyProviderToken } from "#lib/identity/verify-token.ts";
import { trust } from "./trust.ts";

const ISSUER = "https://clerk.shop.example";
const { publicKey, privateKey } = await generateKeyPair("RS256");
const stranger = await generateKeyPair("RS256");
const publicJwk = { ...(await exportJWK(publicKey)), kid: "ins_1", alg: "RS256" };
const origin = new URL(appEnv().APP_URL).origin;

beforeEach(() => {
  Object.assign(process.env, {
    CLERK_PUBLISHABLE_KEY: `pk_live_${btoa("clerk.shop.example$")}`,
    CLERK_SECRET_KEY: "sk_live_test",
    CLERK_JWT_TEMPLATE: "",
    CLERK_FAPI_URL: "",
  });
});

async function verify(claims: object, key = privateKey) {
  const now = Math.floor(Date.now() / 1_000);
  const right = { iss: ISSUER, sub: "user_1", iat: now, exp: now + 60 };
  const token = await new SignJWT(JSON.parse(JSON.stringify({ ...right, ...claims })))
    .setProtectedHeader({ alg: "RS256", kid: "ins_1" })
    .sign(key);
  return verifyProviderToken(token, { ...trust(), keys: async () => ({ keys: [publicJwk] }) });
}

const refusal = (mentioned: string) => ({
  status: 400,
  code: "invalid_request",
  message: expect.stringContaining(mentioned),
});

describe("without a template", () => {
  const sessionToken = { azp: origin, sid: "sess_1" };

  test("the session token is accepted, and names the session", async () => {
    expect(await verify(sessionToken)).toMatchObject({ subject: "user_1", sessionId: "sess_1" });
  });

  test.each([
    ["issued to a page of another origin", { azp: "https://other.example" }, "azp"],
    ["issued to no page", { azp: undefined }, "azp"],
    ["of another instance", { iss: "https://clerk.other.example" }, "iss"],
    ["whose issuer has a slash", { iss: `${ISSUER}/` }, "iss"],
  ])("a token is refused that is %s", async (_, claims, mentioned) => {
    await expect(verify({ ...sessionToken, ...claims })).rejects.toMatchObject(refusal(mentioned));
  });

  test("a token is refused that another key signed", async () => {
    const forged = verify(sessionToken, stranger.privateKey);
    await expect(forged).rejects.toMatchObject(refusal("signature"));
  });
});

describe("with a template", () => {
  beforeEach(() => {
    process.env.CLERK_JWT_TEMPLATE = "tambo";
  });

  test("its token is accepted", async () => {
    expect(await verify({ azp: origin, aud: "tambo-users" })).toMatchObject({ subject: "user_1" });
  });

  test.each([
    ["the session token, which page script can read", { azp: origin, sid: "sess_1" }],
    ["a token of another template", { azp: origin, aud: "other" }],
  ])("%s is refused", async (_, claims) => {
    await expect(verify(claims)).rejects.toMatchObject(refusal("aud"));
  });
});

test("the keys are the instance's own, at its published address", () => {
  expect(String(trust().keys)).toBe(`${ISSUER}/.well-known/jwks.json`);
});

test("what is missing or wrong is named with where to find it", () => {
  Object.assign(process.env, { CLERK_PUBLISHABLE_KEY: "pk_live_", CLERK_SECRET_KEY: "" });
  let problem: unknown;
  try {
    trust();
  } catch (error) {
    problem = error;
  }
  expect(isEnvError(problem)).toBe(true);
  expect(String(problem)).toMatch(/CLERK_PUBLISHABLE_KEY: .*API keys/);
  expect(String(problem)).toMatch(/CLERK_SECRET_KEY: .*API keys/);
});
