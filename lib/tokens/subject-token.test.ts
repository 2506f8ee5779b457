import { createHash } from "node:crypto";
import { exportSPKI, SignJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { getAuth } from "#adapters/better-auth/config.ts";
import { providerTrust } from "#adapters/trust.ts";
import { appEnv } from "#lib/env.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { exchange } from "#test/exchange.ts";
import { revokeSession, signOutEverywhere } from "./revocation.ts";
import { currentSigningKey, type SigningKey } from "./signing-keys.ts";
import { issueUserToken, type UserToken } from "./user-token.ts";

provideDataDir();

const { APP_URL } = appEnv();
const now = () => Math.floor(Date.now() / 1_000);
let key: SigningKey;

beforeAll(async () => {
  key = await currentSigningKey();
});

async function signInAt(startedAt: Date, id: string, subject: string): Promise<UserToken> {
  const providerToken = () => Promise.reject(new Error("the subject is verified already"));
  return issueUserToken({ id, startedAt, subject, providerToken }, await providerTrust());
}

const rightHeader = () => ({ alg: "ES256", typ: "user+jwt", kid: key.kid });
const rightClaims = () => ({
  iss: APP_URL,
  aud: `${APP_URL}/oauth/token`,
  sub: "ownerownerownerownerow",
  project: "default",
  sid: "sid",
  jti: "jti",
  auth_time: now(),
  iat: now(),
  exp: now() + 60,
});

/** A user token signed with our own key, right in all but the changes. `undefined` removes a claim. */
async function forge(claims: object = {}, header: object = {}, signWith: unknown = key.privateKey) {
  const all = JSON.parse(JSON.stringify({ ...rightClaims(), ...claims }));
  return new SignJWT(all)
    .setProtectedHeader({ ...rightHeader(), ...header })
    .sign(signWith as CryptoKey);
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const unsigned = (header: object, signature = "") =>
  `${encode(header)}.${encode(rightClaims())}.${signature}`;

async function expectRefused(token: string, mentioned: string): Promise<void> {
  const response = await exchange(token);
  expect(response.status).toBe(400);
  expect(response.headers.get("cache-control")).toBe("no-store");
  const body = await response.json();
  expect(body.error).toBe("invalid_request");
  expect(body.error_description).toContain(mentioned);
  expect(body.message).toBe(body.error_description);
  expect(body.message).not.toContain(token);
}

test("the forged token that every row changes is accepted as it is", async () => {
  expect((await exchange(await forge())).status).toBe(200);
});

describe("a user token is refused with", () => {
  test.each<[string, object, string]>([
    ["another audience", { aud: `${APP_URL}/other` }, "aud"],
    ["no audience", { aud: undefined }, "aud"],
    ["an issuer that nobody knows", { iss: "https://evil.example" }, "iss"],
    ["our issuer with a slash", { iss: `${APP_URL}/` }, "iss"],
    ["no issuer", { iss: undefined }, "iss"],
    ["an issuer that is a number", { iss: 1 }, "iss"],
    ["another project", { project: "other" }, "project"],
    ["no project", { project: undefined }, "project"],
    ["no subject", { sub: undefined }, "sub"],
    ["no expiry", { exp: undefined }, "exp"],
    ["no sid", { sid: undefined }, "sid"],
    ["no auth_time", { auth_time: undefined }, "auth_time"],
    ["an expiry 6 s ago", { exp: now() - 6 }, "expired"],
    ["a beginning in a minute", { nbf: now() + 60 }, "nbf"],
    ["an issue in a minute", { iat: now() + 60 }, "iat"],
  ])("%s", async (_, claims, mentioned) => {
    await expectRefused(await forge(claims), mentioned);
  });

  test("another typ", async () => {
    await expectRefused(await forge({}, { typ: "JWT" }), "typ");
    await expectRefused(await forge({}, { typ: undefined }), "typ");
  });

  test("a kid that is not published, or none", async () => {
    await expectRefused(await forge({}, { kid: "unknown" }), "kid");
    await expectRefused(await forge({}, { kid: undefined }), "kid");
  });

  test("a signature of another key, even one that the header brings along", async () => {
    const { privateKey, publicKey } = await crypto.subtle.generateKey(
      { name: "ECDSA", namedCurve: "P-256" },
      true,
      ["sign", "verify"],
    );
    await expectRefused(await forge({}, {}, privateKey), "signature");
    const jwk = await crypto.subtle.exportKey("jwk", publicKey);
    await expectRefused(await forge({}, { jwk }, privateKey), "signature");
    await expectRefused(
      await forge({}, { jku: "https://evil.example/jwks" }, privateKey),
      "signature",
    );
  });

  test("no signature (alg none)", async () => {
    await expectRefused(unsigned({ ...rightHeader(), alg: "none" }), "ES256");
  });

  test("an HS256 signature made with the public key", async () => {
    const spki = new TextEncoder().encode(await exportSPKI(key.publicKey));
    const published = new TextEncoder().encode(JSON.stringify(key.publicJwk));
    for (const secret of [spki, published]) {
      await expectRefused(await forge({}, { alg: "HS256" }, secret), "ES256");
    }
  });

  test("critical header parameters", async () => {
    await expectRefused(unsigned({ ...rightHeader(), crit: ["exp"] }, "AA"), "crit");
    await expectRefused(unsigned({ ...rightHeader(), b64: false }, "AA"), "b64");
  });

  test.each(["garbage", "a.b.c", "..", "a.b.c.d.e", "é", "null"])("the form of %j", async (token) =>
    expectRefused(token, "JWT"),
  );

  test("the kind of an access token", async () => {
    const { userToken } = await signInAt(new Date(), "s1", "kind");
    const { access_token: accessToken } = await (await exchange(userToken)).json();
    await expectRefused(accessToken, "ES256");
  });
});

describe("ending early", () => {
  test("a revoked session is refused, another session of the owner is not", async () => {
    const ended = await signInAt(new Date(), "laptop", "grace");
    const other = await signInAt(new Date(), "phone", "grace");
    await revokeSession(ended.ownerId, "laptop");
    await expectRefused(ended.userToken, "ended");
    expect((await exchange(other.userToken)).status).toBe(200);
  });

  test("after signing out everywhere old tokens are refused and a new sign-in is not", async () => {
    const old = await signInAt(new Date(), "laptop", "joan");
    const stranger = await signInAt(new Date(), "laptop", "jean");
    await signOutEverywhere(old.ownerId);
    await expectRefused(old.userToken, "ended");
    const again = await signInAt(new Date(Date.now() + 1), "desktop", "joan");
    expect((await exchange(again.userToken)).status).toBe(200);
    expect((await exchange(stranger.userToken)).status).toBe(200);
  });
});

test("Better Auth's own token, posted directly, names the same owner as the user token", async () => {
  const auth = await getAuth();
  const account = { name: "Mary", email: "mary@example.com", password: "correct horse battery" };
  const signedUp = await auth.api.signUpEmail({ body: account, returnHeaders: true });
  const cookie = signedUp.headers.getSetCookie().map((line) => line.split(";")[0]);
  const { token } = await auth.api.getToken({
    headers: new Headers({ cookie: cookie.join("; ") }),
  });
  const { ownerId } = await signInAt(new Date(), "s1", signedUp.response.user.id);

  const response = await exchange(token);
  expect(response.status).toBe(200);
  const { access_token: accessToken, expires_in: expiresIn } = await response.json();
  expect(expiresIn).toBe(100);
  const { sub } = JSON.parse(Buffer.from(accessToken.split(".")[1], "base64url").toString());
  expect(sub).toBe(ownerId);
  expect(ownerId).toBe(ownerHash(["default", "better-auth", signedUp.response.user.id]));
});

const ownerHash = (parts: string[]) =>
  createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 22);
