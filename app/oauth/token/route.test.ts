import { beforeAll, describe, expect, test } from "vitest";
import { providerTrust } from "#adapters/trust.ts";
import { appEnv } from "#lib/base/env.ts";
import { authenticate } from "#lib/identity/caller.ts";
import type { UserToken } from "#lib/identity/client/use-user-token.ts";
import { issueUserToken } from "#lib/identity/user-token.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { countDirectStatements } from "#test/count-statements.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { exchange, postToken, validForm } from "#test/exchange.ts";
import { OPTIONS, POST } from "./route.ts";

provideDataDir();

const TYPE = "urn:ietf:params:oauth:token-type:";
let user: UserToken;
let apiKey: string;

beforeAll(async () => {
  const session = {
    id: "s1",
    startedAt: new Date(),
    subject: "ada",
    providerToken: async () => "",
  };
  user = await issueUserToken(session, await providerTrust());
  apiKey = (await defaultProject()).publishableKey;
});

const form = (changes: Record<string, string> = {}) =>
  new URLSearchParams({ ...validForm(user.userToken), ...changes });

describe("a valid exchange", () => {
  test("answers a bearer that names the same owner", async () => {
    const response = await exchange(user.userToken);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain("application/json");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("pragma")).toBe("no-cache");
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    const body = await response.json();
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: "Bearer",
      expires_in: 300,
      issued_token_type: `${TYPE}access_token`,
    });
    const headers = { "x-api-key": apiKey, authorization: `Bearer ${body.access_token}` };
    const caller = await authenticate(new Request("http://localhost/v1/threads", { headers }));
    expect(caller.ownerId).toBe(user.ownerId);
  });

  test("takes the very bytes that the SDK sends, an expired bearer and a userKey notwithstanding", async () => {
    const body = `grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&subject_token=${user.userToken}&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token`;
    const response = await POST(
      new Request(`${appEnv().APP_URL}/oauth/token?userKey=eve`, {
        method: "POST",
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          "x-api-key": apiKey,
          authorization: "Bearer long.gone.token",
        },
        body: new TextEncoder().encode(body),
      }),
      undefined,
    );
    expect(response.status).toBe(200);
  });

  test.each([
    ["subject_token_type id_token", { subject_token_type: `${TYPE}id_token` }],
    ["subject_token_type jwt", { subject_token_type: `${TYPE}jwt` }],
    ["requested_token_type access_token", { requested_token_type: `${TYPE}access_token` }],
    ["requested_token_type jwt", { requested_token_type: `${TYPE}jwt` }],
    ["an audience that is this app", { audience: "http://localhost:3000" }],
    ["an audience that is the project", { audience: "default" }],
    ["a resource that is this app", { resource: "http://localhost:3000" }],
    ["parameters without a value", { scope: "", audience: "", resource: "" }],
    ["an unknown parameter", { client_id: "web" }],
  ])("accepts %s", async (_, changes) => {
    expect((await postToken(form(changes))).status).toBe(200);
  });

  test("accepts a charset and capitals in the content type", async () => {
    const headers = {
      "x-api-key": apiKey,
      "content-type": "Application/X-WWW-Form-Urlencoded; charset=UTF-8",
    };
    expect((await postToken(form().toString(), { headers })).status).toBe(200);
  });

  test("sends no statement to the database once warm", async () => {
    await exchange(user.userToken);
    expect(await countDirectStatements(() => exchange(user.userToken))).toEqual([]);
  });
});

test("a preflight allows the headers that it asks for", async () => {
  const asked = "authorization,content-type,user-agent,x-api-key,x-stainless-os";
  const headers = { "access-control-request-headers": asked };
  const response = await OPTIONS(
    new Request("http://localhost/oauth/token", { method: "OPTIONS", headers }),
  );
  expect(response.status).toBe(204);
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
  expect(response.headers.get("access-control-allow-headers")).toBe(asked);
});
