import { decodeJwt } from "jose";
import { expect, test } from "vitest";
import { providerTrust } from "#adapters/trust.ts";
import { GET as getKeys } from "#app/.well-known/jwks.json/route.ts";
import { GET as getConfiguration } from "#app/.well-known/openid-configuration/route.ts";
import { GET as listThreads } from "#app/v1/threads/route.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { exchange } from "#test/exchange.ts";
import { issueUserToken } from "./user-token.ts";

provideDataDir();
process.env.TAMBO_URL = "https://tambo.example/base/";
process.env.TAMBO_API_KEY = "their-key";

test("with TAMBO_URL the exchange and the thread API answer 404 to any origin", async () => {
  const responses = [
    await exchange("any"),
    await listThreads(new Request("http://localhost:3000/v1/threads"), {
      params: Promise.resolve({}),
    }),
  ];
  for (const response of responses) {
    expect(response.status).toBe(404);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toMatchObject({
      code: "NOT_SERVED_HERE",
      message: "This API is served by https://tambo.example/base",
    });
  }
});

test("with TAMBO_URL user tokens are for the API there, which finds our keys here", async () => {
  const session = {
    id: "s1",
    startedAt: new Date(),
    subject: "ada",
    providerToken: async () => "",
  };
  const { userToken } = await issueUserToken(session, await providerTrust());
  expect(decodeJwt(userToken)).toMatchObject({
    iss: "http://localhost:3000",
    aud: "https://tambo.example/base/oauth/token",
  });
  const request = new Request("http://localhost:3000/.well-known/openid-configuration");
  expect(await (await getConfiguration(request, undefined)).json()).toMatchObject({
    issuer: "http://localhost:3000",
    jwks_uri: "http://localhost:3000/.well-known/jwks.json",
    token_endpoint: "https://tambo.example/base/oauth/token",
  });
  expect((await getKeys(request, undefined)).status).toBe(200);
});

test("with TAMBO_URL the API key is passed through", async () => {
  expect((await defaultProject()).publishableKey).toBe("their-key");
});
