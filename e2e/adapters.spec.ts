import type { Page } from "@playwright/test";
import { scenario as auth0 } from "./providers/auth0.ts";
import { scenario as authjs } from "./providers/authjs.ts";
import { scenario as betterAuth } from "./providers/better-auth.ts";
import { scenario as clerk } from "./providers/clerk.ts";
import { scenarios as neon } from "./providers/neon.ts";
import { scenario as supabase } from "./providers/supabase.ts";
import { scenario as workos } from "./providers/workos.ts";
import { callApi, exchange, readAccessToken } from "./support/api.ts";
import { chatOf } from "./support/chat.ts";
import { findFreePort } from "./support/free-port.ts";
import { expect, test } from "./support/server.ts";

const scenarios = [betterAuth, authjs, auth0, clerk, ...neon, supabase, workos];

const sessionCookie = async (page: Page) => {
  const cookies = await page.context().cookies(page.url());
  return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
};

/** Every JSON Web Token that script in the page can lay hands on. */
function findTokens(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const texts = [document.documentElement.outerHTML, document.cookie];
    texts.push(JSON.stringify(localStorage), JSON.stringify(sessionStorage));
    const addresses = new Set(performance.getEntriesByType("resource").map(({ name }) => name));
    for (const path of ["/", "/user-token", "/auth/session", "/auth/access-token", "/auth/token"])
      addresses.add(path);
    for (const address of addresses) {
      if (!new URL(address, location.href).href.startsWith(location.origin)) continue;
      const response = await fetch(address, { headers: { rsc: "1" } }).catch(() => undefined);
      if (response) texts.push(JSON.stringify([...response.headers]), await response.text());
    }
    return texts.join("\n").match(/eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+/g) ?? [];
  });
}

const issuerOf = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()).iss as string;

for (const scenario of scenarios) {
  const { provider, startEmulator, signIn, wrongPassword, scriptReadableIssuer } = scenario;
  test(`the whole way with ${provider}`, async ({ page, startServer, context, browser }) => {
    test.setTimeout(120_000);
    const PORT = String(await findFreePort());
    const emulator = await startEmulator({ appUrl: `http://localhost:${PORT}` });
    try {
      const server = await startServer({ PORT, AUTH_PROVIDER: provider, ...emulator.env });
      const { alice, bob } = emulator.users;
      const chat = chatOf(page);
      const account = (name: string) => page.getByRole("button", { name: `Account: ${name}` });
      let thread = "";

      await page.goto(server.url);
      if (wrongPassword) {
        await test.step("wrong password", () => wrongPassword(page, alice));
      }
      await test.step("sign in", async () => {
        await signIn(page, alice);
        await expect(account(alice.name)).toBeVisible();
      });
      await test.step("chat", async () => {
        await chat.ask("List accounts at risk");
        await expect(chat.transcript.getByRole("table")).toBeVisible({ timeout: 30_000 });
        await chat.answered();
        await expect(page).toHaveURL(/\/t\/thr_/);
        thread = new URL(page.url()).pathname;
      });
      await test.step("reload", async () => {
        await page.reload();
        await expect(chat.transcript.getByRole("table")).toBeVisible();
      });
      await test.step("no provider token in the page", async () => {
        const tokens = await findTokens(page);
        const issuers = [server.url, scriptReadableIssuer].filter(Boolean);
        expect(new Set(tokens.map(issuerOf))).toEqual(new Set(issuers));
        for (const token of tokens.filter((token) => issuerOf(token) === scriptReadableIssuer))
          expect((await exchange(server.url, token)).status).toBe(400);
      });
      await test.step("sign out, the second tab follows", async () => {
        const other = await context.newPage();
        await other.goto(server.url);
        await expect(chatOf(other).composer).toBeEditable();
        const bearer = await readAccessToken(server.url, await sessionCookie(page));
        await chat.signOut(alice);
        await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
        await expect(
          other.getByRole("heading", { name: "You have been signed out" }),
        ).toBeVisible();
        await expect
          .poll(async () => (await callApi(server.url, bearer, "GET", "/v1/threads")).status)
          .toBe(401);
        await other.close();
      });
      await test.step("another user sees nothing of it", async () => {
        await page.goto(server.url);
        await signIn(page, bob);
        await expect(account(bob.name)).toBeVisible();
        await expect(page.getByText("Your threads will appear here")).toBeVisible();
        const bearer = await readAccessToken(server.url, await sessionCookie(page));
        const foreign = await callApi(server.url, bearer, "GET", `/v1/threads${thread.slice(2)}`);
        expect(foreign.status).toBe(404);
        expect((await page.goto(`${server.url}${thread}`))?.status()).toBe(404);
        await page.goto(server.url);
        await chat.signOut(bob);
      });
      await test.step("the first user again, under the same owner", async () => {
        const fresh = await browser.newPage();
        await fresh.goto(server.url);
        await signIn(fresh, alice);
        await expect(chatOf(fresh).threads.getByRole("link")).toHaveCount(1);
        await fresh.close();
      });
    } finally {
      await emulator.stop();
    }
  });
}
