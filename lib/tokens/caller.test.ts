import { createHash } from "node:crypto";
import { SignJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { getDb } from "#drizzle/client.ts";
import { apiKeys, projects } from "#drizzle/schema/project.ts";
import { createApiKey } from "#lib/api-keys.ts";
import { deriveKey } from "#lib/app-secret.ts";
import { appEnv } from "#lib/env.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { postToken, validForm } from "#test/exchange.ts";
import { type SignedIn, signIn } from "#test/sign-in.ts";
import { authenticate, authenticateBody } from "./caller.ts";
import { ownerId } from "./owner-id.ts";
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

const namesUser = z.object({
  userKey: z.string().optional(),
  thread: z.object({ userKey: z.string() }).optional(),
});

const callWithBody = (headers: Record<string, string>, body: object, query = "") => {
  const init = { method: "POST", headers, body: JSON.stringify(body) };
  return authenticateBody(new Request(`http://localhost/v1/threads${query}`, init), namesUser);
};

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

const refusal = (code: string) => ({
  status: 401,
  code,
  headers: { "www-authenticate": "Bearer" },
});

test("a bearer and its project's key name the caller", async () => {
  const caller = await call(ada.headers);
  expect(caller).toEqual({ ownerId: ada.ownerId, projectId: "default" });
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

describe("a userKey with a publishable key", () => {
  test("is refused with the reason, with and without a bearer, in query and body", async () => {
    for (const headers of [ada.headers, { "x-api-key": ada.apiKey }]) {
      const refused = call(headers, "?userKey=eve");
      await expect(refused).rejects.toMatchObject(refusal("USER_KEY_REFUSED"));
      await expect(refused).rejects.toThrow(/anyone could name any user/);
    }
    for (const body of [{ userKey: "eve" }, { thread: { userKey: "eve" } }]) {
      const refused = callWithBody(ada.headers, body);
      await expect(refused).rejects.toMatchObject(refusal("USER_KEY_REFUSED"));
    }
  });

  test("is refused before its body is read", async () => {
    const request = new Request("http://localhost/v1/threads", {
      method: "POST",
      headers: { "x-api-key": ada.apiKey },
      body: "no JSON",
    });
    const refused = authenticateBody(request, namesUser);
    await expect(refused).rejects.toMatchObject(refusal("MISSING_TOKEN"));
    expect(request.bodyUsed).toBe(false);
  });
});

describe("a secret key", () => {
  let secret: Record<string, string>;

  beforeAll(async () => {
    const made = await createApiKey({ projectId: "default", kind: "secret", name: "a server" });
    secret = { "x-api-key": made.key };
  });

  test("lets a userKey name an owner, the same from query and body", async () => {
    const eve = { ownerId: ownerId("default", "user-key", "eve"), projectId: "default" };
    expect(await call(secret, "?userKey=eve")).toEqual(eve);
    for (const body of [{ userKey: "eve" }, { thread: { userKey: "eve" } }]) {
      expect((await callWithBody(secret, body)).caller).toEqual(eve);
      expect((await callWithBody(secret, body, "?userKey=eve")).caller).toEqual(eve);
    }
    expect(await call(secret, "?userKey=adam")).not.toEqual(eve);
  });

  test("lets a bearer name its owner as well", async () => {
    expect(await call({ ...ada.headers, ...secret })).toMatchObject({ ownerId: ada.ownerId });
  });

  test("names nobody alone", async () => {
    await expect(call(secret)).rejects.toMatchObject(refusal("MISSING_TOKEN"));
    await expect(callWithBody(secret, {})).rejects.toMatchObject(refusal("MISSING_TOKEN"));
  });

  test("is refused when a page sends it, at the exchange too", async () => {
    const headers = { ...secret, origin: appEnv().APP_URL };
    const refused = call(headers, "?userKey=eve");
    await expect(refused).rejects.toMatchObject(refusal("INVALID_API_KEY"));
    await expect(refused).rejects.toThrow(/no page may hold/);
    const form = new URLSearchParams(validForm(ada.userToken));
    const exchanged = await postToken(form, { headers });
    expect(exchanged.status).toBe(401);
    expect(await exchanged.json()).toMatchObject({ error: "invalid_client" });
  });

  test.each([
    ["with the bearer of another user", "USERS_DIFFER", "?userKey=eve", {}, true],
    [
      "that differs between query and body",
      "USER_KEYS_DIFFER",
      "?userKey=eve",
      { userKey: "adam" },
    ],
    ["that is given twice", "USER_KEYS_DIFFER", "?userKey=eve&userKey=adam", {}],
    ["that is empty in the query", "INVALID_USER_KEY", "?userKey=", {}],
    ["that is empty in the body", "INVALID_USER_KEY", "", { thread: { userKey: "" } }],
  ])("with a userKey %s is 400", async (_, code, query, body, hasBearer = false) => {
    const headers = { ...(hasBearer && ada.headers), ...secret };
    const refused = callWithBody(headers, body, query);
    await expect(refused).rejects.toMatchObject({ status: 400, code });
    await expect(refused).rejects.toThrow(/^userKey: /);
  });
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
