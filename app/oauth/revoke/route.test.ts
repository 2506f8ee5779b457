import { beforeEach, describe, expect, test } from "vitest";
import { GET as listThreads } from "#app/v1/threads/route.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { exchange } from "#test/exchange.ts";
import { type SignedIn, signIn } from "#test/sign-in.ts";
import { POST } from "./route.ts";

provideDataDir();

let ada: SignedIn;

beforeEach(async () => {
  ada = await signIn("ada");
});

const accessToken = (user: SignedIn) => String(user.headers.authorization).slice("Bearer ".length);
const revoke = (form: Record<string, string>, headers: Record<string, string> = {}) =>
  POST(
    new Request("http://localhost/oauth/revoke", {
      method: "POST",
      headers: { "x-api-key": ada.apiKey, ...headers },
      body: new URLSearchParams(form),
    }),
    undefined,
  );
const list = async (user: SignedIn) =>
  (await listThreads(new Request("http://localhost/v1/threads", user), undefined)).status;

describe("a token of a session ends all of that session's, and no other's", () => {
  test.each([
    ["an access token", () => accessToken(ada)],
    ["a user token", () => ada.userToken],
  ])("%s", async (_, token) => {
    const elsewhere = await signIn("ada");
    const response = await revoke({ token: token(), token_type_hint: "access_token" });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await list(ada)).toBe(401);
    expect((await exchange(ada.userToken)).status).toBe(400);
    expect(await list(elsewhere)).toBe(200);
  });
});

test("a token that is not valid here is no error, and revokes nothing (RFC 7009 §2.2)", async () => {
  const cut = `${accessToken(ada).slice(0, -4)}AAAA`;
  for (const token of ["no token", cut]) expect((await revoke({ token })).status).toBe(200);
  expect(await list(ada)).toBe(200);
});

test.each([
  [400, "invalid_request", "token is missing", {}, {}],
  [401, "invalid_client", "x-api-key is not an API key of this app", {}, { "x-api-key": "pk_x" }],
  [
    400,
    "invalid_request",
    "content-type must be application/x-www-form-urlencoded",
    { token: "a" },
    { "content-type": "application/json" },
  ],
])("%i %s: %s", async (status, error, message, form, headers) => {
  const response = await revoke(form, headers);
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ error, error_description: message, message });
});
