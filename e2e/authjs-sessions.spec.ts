import type { APIRequestContext } from "@playwright/test";
import { provideProvider, signInAt, statusOf } from "./support/provider-server.ts";
import { expect, test } from "./support/server.ts";

test.use({ extraHTTPHeaders: async ({ baseURL }, use) => use({ origin: baseURL ?? "" }) });

const own = provideProvider("authjs");

const begin = async (http: APIRequestContext, source: string) => {
  const path = `/auth/sign-in?source=${source}`;
  return (await http.get(path, { maxRedirects: 0 })).headers().location ?? "";
};

test("of several sources each has owners of its own, and none answers for another", {
  tag: "@authjs",
}, async ({ request }) => {
  const { server, emulator } = own();
  await server.restart(emulator.further);
  const owners = new Set<string>();
  for (const source of ["google", "github", "microsoft-entra-id", "oidc"]) {
    await signInAt(request, await begin(request, source));
    owners.add((await (await request.get("/user-token")).json()).ownerId);
  }
  expect(owners.size).toBe(4);
  await request.post("/sign-out", { maxRedirects: 0 });

  // What GitHub was asked is answered as if by the other issuer, and the other way round.
  for (const [asked, answers] of [
    ["github", "oidc"],
    ["oidc", "github"],
  ] as const) {
    const state = new URL(await begin(request, asked)).searchParams.get("state") ?? "";
    const params = { state, code: "stolen" };
    const page = await request.get(`/auth/callback/${answers}`, { params });
    const { pathname, search } = new URL(page.url());
    expect(pathname + search).toBe("/sign-in?error=Configuration");
    expect(await page.text()).toContain("Signing in did not work.");
    expect(await statusOf(request)).toBe(401);
  }
  expect(server.output()).toMatch(/^Auth\.js: .*#invalidcheck$/m);
  for (const path of ["/auth/callback/facebook?code=1&state=2", "/auth/sign-in?source=facebook"]) {
    expect([path, await statusOf(request, path)]).toEqual([path, 404]);
  }
});
