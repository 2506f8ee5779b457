import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { createApiKey } from "#lib/admin/api-keys.ts";
import { findOwner } from "#lib/admin/owners.ts";
import { flushWrites } from "#lib/base/background.ts";
import { appEnv } from "#lib/base/env.ts";
import { countDirectStatements } from "#test/count-statements.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { postToken, validForm } from "#test/exchange.ts";
import { type SignedIn, signIn } from "#test/sign-in.ts";
import { authenticate, authenticateBody } from "./caller.ts";
import { ownerId } from "./owner-id.ts";

provideDataDir();

let ada: SignedIn;

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

const refusal = (code: string) => ({ status: 401, code });

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

  test("has its users among those of the settings, written once a minute", async () => {
    await call(secret, "?userKey=grace");
    await flushWrites();
    const id = ownerId("default", "user-key", "grace");
    expect(await findOwner("default", id)).toMatchObject({ id });
    await call(secret, "?userKey=grace");
    expect(await countDirectStatements(flushWrites)).toEqual([]);
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
