import { createHash } from "node:crypto";
import { SignJWT } from "jose";
import { beforeAll, expect, test } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { apiKeys, projects } from "#drizzle/schema/project.ts";
import { appEnv } from "#lib/base/env.ts";
import { deriveKey } from "#lib/trust/app-secret.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { type SignedIn, signIn } from "#test/sign-in.ts";
import { authenticate } from "./caller.ts";
import { revokeSession, signOutEverywhere } from "./revocation.ts";
import { currentSigningKey } from "./signing-keys.ts";

provideDataDir();

let ada: SignedIn;
const now = () => Math.floor(Date.now() / 1_000);

beforeAll(async () => {
  ada = await signIn("ada");
});

const call = (headers: Record<string, string>, query = "") =>
  authenticate(new Request(`http://localhost/v1/threads${query}`, { headers }));

const bearing = (token: string) => ({ ...ada.headers, authorization: `Bearer ${token}` });

/** An access token signed with our own key, right in all but the changes. */
async function forge(claims: object = {}, typ = "at+jwt", purpose = "access-token") {
  const { kid } = await currentSigningKey();
  const right = {
    iss: appEnv().APP_URL,
    aud: "default",
    sub: ada.ownerId,
    sid: "sid",
    jti: "jti",
    auth_time: now(),
    iat: now(),
    exp: now() + 60,
  };
  return new SignJWT(JSON.parse(JSON.stringify({ ...right, ...claims })))
    .setProtectedHeader({ alg: "HS256", typ, kid })
    .sign(deriveKey(`${purpose} ${kid}`));
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** A genuine token in other spellings of the same bytes. */
function respell(token: string): string[] {
  const [header = "", claims = "", signature = ""] = token.split(".");
  const last = ALPHABET.indexOf(signature.at(-1) ?? "");
  // The last of 43 characters has two bits that no byte uses.
  const strayBits = [1, 2, 3].map((bits) => `${signature.slice(0, -1)}${ALPHABET[last ^ bits]}`);
  return [
    ...[...strayBits, `${signature}=`, `${signature}==`, `${signature}.`, `${signature}A`].map(
      (respelt) => `${header}.${claims}.${respelt}`,
    ),
    `${header}=.${claims}.${signature}`,
    `${header}.${claims}=.${signature}`,
    `"${token}"`,
    `.${token}`,
  ];
}

const refusal = (code: string) => ({
  status: 401,
  code,
  headers: { "www-authenticate": "Bearer" },
});

test("a bearer and its project's key name the caller", async () => {
  const caller = await call(ada.headers);
  expect(caller).toEqual({
    ownerId: ada.ownerId,
    projectId: "default",
    session: {
      ownerId: ada.ownerId,
      sid: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/),
      authTime: expect.any(Number),
    },
  });
  expect(await call({ ...ada.headers, authorization: `bearer ${await forge()}` })).toMatchObject({
    ownerId: ada.ownerId,
  });
});

test("a missing or unknown API key is refused", async () => {
  const { authorization = "" } = ada.headers;
  await expect(call({ authorization })).rejects.toMatchObject(refusal("INVALID_API_KEY"));
  const unknown = call({ authorization, "x-api-key": "pk_unknown" });
  await expect(unknown).rejects.toMatchObject(refusal("INVALID_API_KEY"));
});

test.each(["", "Basic YTpi", "Bearer", "Bearer a b"])(
  "the authorization %j is a missing token",
  async (authorization) => {
    const refused = call({ "x-api-key": ada.apiKey, authorization });
    await expect(refused).rejects.toMatchObject(refusal("MISSING_TOKEN"));
  },
);

test("garbage, a user token and every flawed access token are refused", async () => {
  const tokens = [
    "garbage",
    "a.b.c",
    ada.userToken,
    await forge({}, "JWT"),
    await forge({}, "user+jwt"),
    await forge({ aud: "other" }),
    await forge({ iss: "https://evil.example" }),
    await forge({ sub: undefined }),
    await forge({ sid: undefined }),
    await forge({ exp: undefined }),
    await forge({ nbf: now() + 60 }),
    await forge({}, "at+jwt", "another purpose"),
    ...respell(await forge()),
  ];
  for (const token of tokens) {
    await expect(call(bearing(token))).rejects.toMatchObject(refusal("INVALID_TOKEN"));
  }
});

test("an expired token says so", async () => {
  const refused = call(bearing(await forge({ exp: now() - 1 })));
  await expect(refused).rejects.toMatchObject(refusal("EXPIRED_TOKEN"));
});

test("a token with another project's key is refused", async () => {
  const hash = createHash("sha256").update("pk_other").digest("base64url");
  const db = await getDb();
  await db.insert(projects).values({ id: "other", name: "Other" });
  await db.insert(apiKeys).values({ id: "other", projectId: "other", kind: "publishable", hash });
  const refused = call({ ...ada.headers, "x-api-key": "pk_other" });
  await expect(refused).rejects.toMatchObject(refusal("INVALID_TOKEN"));
});

test("a bearer dies with its session, and with signing out everywhere", async () => {
  const laptop = await signIn("grace", "laptop");
  const phone = await signIn("grace", "phone");
  await revokeSession(laptop.ownerId, "laptop");
  await expect(call(laptop.headers)).rejects.toMatchObject(refusal("REVOKED_TOKEN"));
  expect((await call(phone.headers)).ownerId).toBe(laptop.ownerId);
  await signOutEverywhere(phone.ownerId);
  await expect(call(phone.headers)).rejects.toMatchObject(refusal("REVOKED_TOKEN"));
});
