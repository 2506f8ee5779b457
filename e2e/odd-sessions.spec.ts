import type { APIRequestContext } from "@playwright/test";
import { users } from "./emulators/emulator.ts";
import { postForm as post, readMail } from "./steps/supabase-ways.ts";
import { provideProvider, signInAt, statusOf } from "./support/provider-server.ts";
import { expect, test } from "./support/server.ts";
import { newAccount, signUp } from "./support/users.ts";

/** What accounts and settings of real providers bring about, mostly over HTTP. */
test.use({ extraHTTPHeaders: async ({ baseURL }, use) => use({ origin: baseURL ?? "" }) });

const signOut = (http: APIRequestContext) => http.post("/sign-out", { maxRedirects: 0 });

test.describe(() => {
  const own = provideProvider("supabase", { GUESTS: "true" });
  const signIn = (http: APIRequestContext) => http.post("/auth/sign-in", { data: users.alice });

  for (const metadata of [
    { name: null },
    { name: 123, avatar_url: [] },
    { name: { first: "Ada" }, full_name: "Ada" },
    "text",
    null,
    { bio: "x".repeat(5_000) },
  ]) {
    const shown = JSON.stringify(metadata).slice(0, 60);
    test(`a Supabase user whose metadata is ${shown} is signed in and out`, {
      tag: "@supabase",
    }, async ({ request }) => {
      await own().emulator.claim({ user_metadata: metadata });
      expect((await signIn(request)).status()).toBe(204);
      expect(await statusOf(request, "/")).toBe(200);
      expect(await statusOf(request)).toBe(200);
      const { cookies } = await request.storageState();
      for (const { name, value } of cookies) expect(name.length + value.length).toBeLessThan(4_097);
      expect((await signOut(request)).status()).toBe(303);
      expect((await request.storageState()).cookies).toEqual([]);
      expect(await statusOf(request)).toBe(401);
    });
  }

  test("in a browser that did not ask for it Supabase's link says whose account it opens, before it does", {
    tag: "@supabase",
  }, async ({ request, browser, playwright }) => {
    const { server, emulator } = own();
    const headers = { origin: server.url };
    const other = { baseURL: server.url, extraHTTPHeaders: headers };
    const stranger = await playwright.request.newContext(other);
    expect((await stranger.post("/guest", { maxRedirects: 0 })).status()).toBe(303);
    expect(await post(stranger, "link", { email: "eve@example.com" })).toBe("204");
    expect(await post(request, "link", { email: "grace@example.com" })).toBe("204");
    const { own: link } = await readMail({ browser, emulator });
    const data = { token: new URL(link).searchParams.get("token_hash"), type: "email" };
    const told = await (await stranger.post("/auth/confirm", { data })).json();
    expect(told).toMatchObject({ status: 403, code: "other_browser" });
    expect(told.message).toMatch(/it signs you in as g\*{3}@example\.com\.$/);
    const readOwner = async () => (await (await stranger.get("/user-token")).json()).ownerId;
    const guest = await readOwner();
    expect(guest).toMatch(/^guest_/);
    // Another link than the one that waits opens nothing.
    expect(await post(stranger, "confirm", { ...data, token: "another" })).toMatch(/^401/);
    expect(await post(stranger, "confirm", data)).toBe("204");
    expect(await readOwner()).not.toBe(guest);
    const { cookies } = await stranger.storageState();
    expect(cookies.map(({ name }) => name)).not.toContain("guest");
    await stranger.dispose();
  });

  test("a Supabase account with a second factor that cannot be asked for is not opened", {
    tag: "@supabase",
  }, async ({ request }) => {
    const { server, emulator } = own();
    await emulator.claim({ factors: [{ factor_type: "phone", status: "verified" }] });
    const refused = await signIn(request);
    expect(refused.status()).toBe(403);
    expect(await refused.json()).toMatchObject({ code: "factor" });
    expect(await statusOf(request)).toBe(401);
    expect(server.output()).toContain("no authenticator app, and it was opened without (aal1)");
  });

  test("a session that Supabase issues by another name is refused in words", {
    tag: "@supabase",
  }, async ({ request }) => {
    const { server, emulator } = own();
    await emulator.claim({ iss: "https://custom.example/auth/v1" });
    const refused = await signIn(request);
    expect([refused.status(), (await refused.json()).code]).toEqual([403, "issuer"]);
    const page = await request.get("/sign-in?problem=issuer");
    expect(await page.text()).toContain("another issuer than the one that is set up here");
    expect(server.output()).toContain('it has "https://custom.example/auth/v1"');
    expect(server.output()).toContain("SUPABASE_ISSUER is to be what its tokens have in iss");
    expect((await request.storageState()).cookies).toEqual([]);
  });

  test("a client has five attempts at an account of Supabase", { tag: "@supabase" }, async ({
    request,
  }) => {
    const statuses = [];
    for (let attempt = 0; attempt < 7; attempt += 1) {
      const data = { ...users.bob, password: "wrong" };
      statuses.push((await request.post("/auth/sign-in", { data })).status());
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
  });

  test("nobody makes a Supabase session of an old token", { tag: "@supabase" }, async () => {
    const session = { access_token: "x.y.z", refresh_token: "invented", expires_at: 9_999_999_999 };
    const value = `base64-${Buffer.from(JSON.stringify(session)).toString("base64url")}`;
    const headers = { cookie: `supabase-session=${value}` };
    expect((await fetch(`${own().server.url}/user-token`, { headers })).status).toBe(401);
  });

  test("a link of Supabase's that opens nothing says so, wherever it leads", {
    tag: "@supabase",
  }, async ({ request }) => {
    for (const path of ["/?code=x", "/?error_code=otp_expired", "/auth/callback?code=x"]) {
      const page = await request.get(path);
      expect(new URL(page.url()).search).toBe("?problem=link");
      expect(await page.text()).toContain("This link has expired");
    }
  });

  test("a link with its answer in the fragment says so, and leaves no token in the address", {
    tag: "@supabase",
  }, async ({ page }) => {
    for (const [fragment, problem, words] of [
      ["error=access_denied&error_code=otp_expired", "link", "This link has expired"],
      ["access_token=x.y.z&refresh_token=x", "mail-template", "cannot open links of this kind"],
    ]) {
      await page.goto(`${own().server.url}/#${fragment}`);
      await expect(page).toHaveURL(`${own().server.url}/sign-in?problem=${problem}`);
      await expect(page.getByRole("alert").filter({ hasText: words })).toBeVisible();
    }
  });

  test("REFUSED_CLAIMS refuses a Supabase session", { tag: "@supabase" }, async ({ request }) => {
    const { server, emulator } = own();
    await emulator.claim({});
    await server.restart({ REFUSED_CLAIMS: "aal=aal1" });
    const refused = await signIn(request);
    expect([refused.status(), (await refused.json()).code]).toEqual([403, "person"]);
    const page = await request.get("/sign-in?problem=person");
    expect(await page.text()).toContain("it was opened in a way that is refused here");
    expect((await request.storageState()).cookies).toEqual([]);
  });
});

test.describe(() => {
  const own = provideProvider("authjs");

  test("of three tabs at Google one turns back, and the others come back signed in", {
    tag: "@authjs",
  }, async ({ request }) => {
    const begin = async (returnTo: string) => {
      const path = `/auth/sign-in?returnTo=${returnTo}`;
      return (await request.get(path, { maxRedirects: 0 })).headers().location ?? "";
    };
    const finish = async (address: string) =>
      new URL((await signInAt(request, address)).url()).pathname;
    const [first, second] = [await begin("/t/one"), await begin("/t/two")];
    const state = new URL(await begin("/t/three")).searchParams.get("state") ?? "";
    const turnBack = (params: Record<string, string>) =>
      request.get("/auth/callback/google", { params });
    const told = await turnBack({ state, error: "access_denied" });
    expect(await told.text()).toContain("Your sign-in was cancelled or refused.");
    for (const code of ["1", "2"]) await turnBack({ state: "none", code });
    const logged = /^.*(Auth\.js|\[auth\]|led a visitor back)/gm;
    expect(own().server.output().match(logged)).toHaveLength(2);
    expect([await finish(first), await finish(second)]).toEqual(["/t/one", "/t/two"]);
    expect(await statusOf(request)).toBe(200);
    const { cookies } = await request.storageState();
    expect(cookies.filter(({ name, value }) => value === "" || name.includes("~"))).toEqual([]);
  });
});

test("no other of Better Auth's routes is there", {
  tag: "@better-auth",
}, async ({ request }) => {
  for (const path of ["verify-password", "change-password", "list-sessions", "sign-in/social"]) {
    expect((await request.post(`/auth/${path}`, { data: {} })).status()).toBe(404);
  }
});

test("who signs out everywhere with a session that is over is told that the others may go on", {
  tag: "@better-auth",
}, async ({ server }) => {
  const cookie = await signUp(server.url, newAccount("Ada Lovelace"));
  const end = async (cookies: string, everywhere: boolean) => {
    const headers = { origin: server.url, cookie: cookies };
    const body = new URLSearchParams({ everywhere: String(everywhere) });
    const sent = { method: "POST", headers, body, redirect: "manual" } as const;
    return (await fetch(`${server.url}/sign-out`, sent)).headers.get("location");
  };
  expect(await end(cookie, false)).toBe("/");
  for (const over of [cookie, `${cookie}x`, ""]) {
    expect([over, await end(over, true)]).toEqual([over, "/sign-in?problem=everywhere"]);
  }
});
