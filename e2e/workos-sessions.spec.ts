import { findPostgres } from "../scripts/lib/find-postgres.mjs";
import { users } from "./emulators/emulator.ts";
import { startDatabase } from "./support/postgres.ts";
import { emulate, provideProvider, signInAt, statusOf } from "./support/provider-server.ts";
import { expect, start, test } from "./support/server.ts";

/** What accounts and settings of WorkOS bring about, over HTTP. */
test.use({ extraHTTPHeaders: async ({ baseURL }, use) => use({ origin: baseURL ?? "" }) });

const own = provideProvider("workos");

test("a WorkOS session with many permissions is kept, and leaves no verifier", {
  tag: "@workos",
}, async ({ request }) => {
  const permissions = Array.from({ length: 100 }, (_, n) => `documents:collection-${n}:write`);
  await own().emulator.claim({ permissions });
  await signInAt(request, "/auth/sign-in");
  expect(await statusOf(request)).toBe(200);
  const { cookies } = await request.storageState();
  expect(cookies.map(({ name }) => name).toSorted()).toEqual(["wos-session", "wos-session~1"]);
  for (const { name, value } of cookies) expect(name.length + value.length).toBeLessThan(4_097);
  expect((await request.post("/sign-out", { maxRedirects: 0 })).status()).toBe(303);
  expect((await request.storageState()).cookies).toEqual([]);
});

test("a WorkOS session that is fresh takes no lock among instances", {
  tag: "@workos",
}, async ({ playwright }) => {
  test.skip(!findPostgres(), "no PostgreSQL here; POSTGRES_BIN names its bin folder");
  const database = await startDatabase("app", "app_owner");
  const { emulator, settings } = await emulate("workos");
  const { server, remove } = await start({ ...settings, ...database.env });
  const headers = { origin: server.url };
  const http = await playwright.request.newContext({
    baseURL: server.url,
    extraHTTPHeaders: headers,
  });
  try {
    await signInAt(http, "/auth/sign-in");
    await database.execute("alter table auth.renewals rename to gone");
    expect([await statusOf(http, "/"), await statusOf(http)]).toEqual([200, 200]);
  } finally {
    await http.dispose();
    await remove();
    await emulator.stop();
    await database.stop();
  }
});

test("who comes back from WorkOS without having begun leaves a line a minute, and no stack", {
  tag: "@workos",
}, async ({ request }) => {
  for (const address of ["?error=access_denied", "?code=x&state=y", "?code=x", ""]) {
    for (const _ of [1, 2]) {
      const page = await request.get(`/auth/callback${address}`);
      const problem = address.startsWith("?error") ? "refused" : "failed";
      expect(new URL(page.url()).search).toBe(`?problem=${problem}`);
    }
  }
  const output = own().server.output();
  expect(output.match(/WorkOS led a visitor back/g)).toHaveLength(2);
  expect(output).not.toMatch(/AuthKit callback error/);
});

test("requests at once with a session whose token cannot be verified spend its refresh token once", {
  tag: "@workos",
}, async ({ request, playwright }) => {
  const { server, emulator } = own();
  // The SDK renews what it cannot verify, as while the keys are out of reach.
  await emulator.claim({ nbf: Math.floor(Date.now() / 1_000) + 3_600 });
  const page = await request.get("/auth/sign-in");
  const headers = { origin: new URL(page.url()).origin };
  const { email, password } = users.alice;
  const sent = { form: { email, password }, headers, maxRedirects: 0 };
  const { location = "" } = (await request.post(page.url(), sent)).headers();
  await request.get(location, { maxRedirects: 0 });
  await emulator.claim({});
  const before = await emulator.refreshes();
  const storageState = await request.storageState();
  const visit = async () => {
    const http = await playwright.request.newContext({ baseURL: server.url, storageState });
    const status = await statusOf(http);
    const { cookies } = await http.storageState();
    await http.dispose();
    return [status, cookies.map(({ name }) => name)];
  };
  const visits = await Promise.all(Array.from({ length: 5 }, visit));
  expect(visits).toEqual(Array(5).fill([200, ["wos-session"]]));
  expect((await emulator.refreshes()) - before).toBe(1);
});

test("a session that WorkOS issues by another name is refused in words", {
  tag: "@workos",
}, async ({ request }) => {
  const { server } = own();
  await server.restart({ WORKOS_ISSUER: "https://auth.example.com" });
  const page = await signInAt(request, "/auth/sign-in");
  expect(new URL(page.url()).search).toBe("?problem=issuer");
  expect(server.output()).toMatch(
    /must have the iss https:\/\/auth.example.com; it has "http:\S+"/,
  );
});
