import type { APIRequestContext } from "@playwright/test";
import { users } from "./emulators/emulator.ts";
import { FACTORS } from "./emulators/supabase-factors.ts";
import { postForm as post, readCode, readMail } from "./steps/supabase-ways.ts";
import { provideProvider, signInAt, statusOf } from "./support/provider-server.ts";
import { expect, test } from "./support/server.ts";

/** Supabase's ways to sign in, and what others make of them, over HTTP. */
test.use({ extraHTTPHeaders: async ({ baseURL }, use) => use({ origin: baseURL ?? "" }) });

const own = provideProvider("supabase", { SUPABASE_OAUTH_PROVIDERS: "google,github,azure" });
const { email, password } = users.bob;

const cookieNames = async (http: APIRequestContext) =>
  (await http.storageState()).cookies.map(({ name }) => name);

/** Where a provider's page is that the way leads to. */
async function begin(http: APIRequestContext, path: string): Promise<string> {
  return (await http.get(path, { maxRedirects: 0 })).headers().location ?? "";
}

const pathOf = (url: string) => url.replace(own().server.url, "");

test.describe("with Supabase", { tag: "@supabase" }, () => {
  test("before the second factor there is no session, and nothing makes one of the half", async ({
    request,
    playwright,
  }) => {
    const { server, emulator } = own();
    await emulator.claim({ factors: FACTORS });
    expect(await post(request, "sign-in", users.bob)).toBe("403 second_step");
    const { cookies } = await request.storageState();
    expect(cookies.map(({ name, httpOnly }) => [name, httpOnly])).toEqual([
      ["supabase-step", true],
    ]);
    expect(await statusOf(request)).toBe(401);
    expect(await (await request.get("/")).text()).toContain("Sign in");
    const cookie = `supabase-session=${cookies[0]?.value}`;
    expect((await fetch(`${server.url}/user-token`, { headers: { cookie } })).status).toBe(401);

    const stranger = await playwright.request.newContext({
      baseURL: server.url,
      extraHTTPHeaders: { origin: server.url },
    });
    expect(await post(stranger, "code", { code: await readCode(own()) })).toBe("403 step_over");
    await stranger.dispose();

    expect(await post(request, "code", { code: "000000" })).toBe("401 mfa_verification_failed");
    expect(await statusOf(request)).toBe(401);
    expect(await post(request, "new-password", { password: "a new password" })).toBe(
      "403 step_over",
    );
    expect(await post(request, "code", { code: await readCode(own()) })).toBe("204");
    expect(await statusOf(request)).toBe(200);
    expect(await cookieNames(request)).toEqual(["supabase-session"]);
    expect(await post(request, "code", { code: await readCode(own()) })).toBe("403 step_over");
  });

  test("whoever has the password has five attempts at the code, and ten minutes", async ({
    request,
  }) => {
    const { server, emulator } = own();
    await emulator.claim({ factors: FACTORS });
    expect(await post(request, "sign-in", users.alice)).toBe("403 second_step");
    const answers = [];
    for (let guess = 0; guess < 6; guess += 1) {
      answers.push(await post(request, "code", { code: `00000${guess}` }));
    }
    expect(answers).toEqual([...Array(5).fill("401 mfa_verification_failed"), "429 SLOW_DOWN"]);
    await server.forward(600_001);
    await emulator.forward(600_001);
    expect(await post(request, "code", { code: await readCode(own()) })).toBe("403 step_over");
  });

  test("each way to sign in asks for the second factor", async ({ request, browser }) => {
    const { server, emulator } = own();
    await emulator.claim({ factors: FACTORS });
    const mail = () => readMail({ browser, emulator });
    const isHalf = async () => {
      expect(await cookieNames(request)).toContain("supabase-step");
      expect(await statusOf(request)).toBe(401);
    };

    const page = await signInAt(
      request,
      await begin(request, "/auth/oauth/google?returnTo=/t/one"),
    );
    expect(pathOf(page.url())).toBe("/sign-in/code?returnTo=%2Ft%2Fone");
    await isHalf();

    expect(await post(request, "link", { email, returnTo: "/t/two" })).toBe("204");
    const { link, own: hash } = await mail();
    const token = new URL(hash).searchParams.get("token_hash") ?? "";
    expect(pathOf((await request.get(link)).url())).toBe("/sign-in/code?returnTo=%2Ft%2Ftwo");
    expect(await post(request, "confirm", { token, type: "email" })).toBe("401 otp_expired");

    expect(await post(request, "link", { email })).toBe("204");
    expect(await post(request, "mail-code", { email, code: (await mail()).code })).toBe(
      "403 second_step",
    );
    await isHalf();

    expect(await post(request, "reset", { email })).toBe("204");
    expect(pathOf((await request.get((await mail()).link)).url())).toBe("/sign-in/code");
    expect(await post(request, "code", { code: await readCode(own()) })).toBe("403 new_password");
    await isHalf();
    expect(await post(request, "new-password", { password: "bob-password-2" })).toBe("204");
    expect(await statusOf(request)).toBe(200);
    await emulator.claim({});
    expect(await post(request, "sign-in", { email, password })).toBe("401 invalid_credentials");
    expect(server.output()).not.toContain(token);
  });

  test("a link with a token_hash is spent by the button alone, once, and from no other page", async ({
    request,
    browser,
  }) => {
    const { server, emulator } = own();
    const address = "carol@example.com";
    expect(await post(request, "link", { email: address, returnTo: "/t/one" })).toBe("204");
    const { own: link, code } = await readMail({ browser, emulator });
    const page = await request.get(link);
    const { pathname, searchParams } = new URL(page.url());
    expect([pathname, searchParams.get("returnTo")]).toEqual(["/sign-in/confirm", "/t/one"]);
    const [token, type] = [searchParams.get("token") ?? "", searchParams.get("type") ?? ""];
    const foreign = { origin: "https://evil.example" };
    const sent = { data: { token, type }, headers: foreign };
    expect((await request.post("/auth/confirm", sent)).status()).toBe(403);
    expect(await statusOf(request)).toBe(401);
    expect(await post(request, "confirm", { token, type: "recovery" })).toBe("401 otp_expired");
    expect(await post(request, "confirm", { token, type: "no type" })).toBe("400 INVALID_FORM");
    expect(await post(request, "confirm", { token, type })).toBe("204");
    expect(await statusOf(request)).toBe(200);
    expect(await post(request, "confirm", { token, type })).toBe("401 otp_expired");
    expect(await post(request, "mail-code", { email: address, code })).toBe("401 otp_expired");
    expect(server.output()).not.toContain(token);
  });

  test("a new password is asked for before a mail about a forgotten one opens the account", async ({
    request,
    browser,
  }) => {
    const address = "dave@example.com";
    const signUp = { email: address, name: "Dave", password: "dave-password-1" };
    expect(await post(request, "sign-up", signUp)).toBe("204");
    expect((await request.post("/sign-out", { maxRedirects: 0 })).status()).toBe(303);
    expect(await post(request, "reset", { email: "nobody@example.com" })).toBe("204");
    expect(await post(request, "reset", { email: address, returnTo: "/t/one" })).toBe("204");
    const { own: link } = await readMail({ browser, emulator: own().emulator });
    const token = new URL(link).searchParams.get("token_hash");
    expect(await post(request, "confirm", { token, type: "recovery" })).toBe("403 new_password");
    expect(await statusOf(request)).toBe(401);
    expect(await post(request, "code", { code: "000000" })).toBe("403 step_over");
    const choose = (chosen: string) => post(request, "new-password", { password: chosen });
    expect(await choose(signUp.password)).toBe("422 same_password");
    expect(await choose("dave-password-2")).toBe("204");
    expect(await statusOf(request)).toBe(200);
    expect(await choose("dave-password-3")).toBe("403 step_over");
  });

  test("of two tabs at a provider each comes back to its own page, and no other browser does", async ({
    request,
    playwright,
  }) => {
    const { server, emulator } = own();
    const [first, second] = [
      await begin(request, "/auth/oauth/google?returnTo=/t/one"),
      await begin(request, "/auth/oauth/github?returnTo=/t/two&again=1"),
    ];
    expect(new URL(second).searchParams.get("prompt")).toBe("select_account");
    const stranger = await playwright.request.newContext({ baseURL: server.url });
    expect(pathOf((await signInAt(stranger, first)).url())).toContain("?problem=link");
    await stranger.dispose();
    const finish = async (address: string) => pathOf((await signInAt(request, address)).url());
    expect([await finish(first), await finish(second)]).toEqual(["/t/one", "/t/two"]);
    expect(await statusOf(request)).toBe(200);

    await emulator.claim({ unverified: true });
    const address = await begin(request, "/auth/oauth/google");
    expect((await request.post("/sign-out", { maxRedirects: 0 })).status()).toBe(303);
    const told = await signInAt(request, address);
    expect(await told.text()).toContain("Open the link in the mail that was sent to you");
    const cancelled = await request.get("/auth/callback?error=access_denied");
    expect(await cancelled.text()).toContain("Your sign-in was cancelled or refused.");
    expect(await statusOf(request)).toBe(401);
  });

  test("a provider that is not on the list, or not switched on, is not gone to", async ({
    request,
  }) => {
    const { server, emulator } = own();
    expect(await statusOf(request, "/auth/oauth/facebook")).toBe(404);
    expect(await statusOf(request, "/auth/oauth/constructor")).toBe(404);
    expect(await begin(request, "/auth/oauth/azure")).toBe("/sign-in?problem=unavailable");
    expect(server.output()).toContain("SUPABASE_OAUTH_PROVIDERS names azure, which is not enabled");
    await emulator.stopSignIn();
    expect(await begin(request, "/auth/oauth/google")).toBe("/sign-in?problem=unavailable");
  });
});
