import type { Page } from "@playwright/test";
import { scenario as auth0 } from "./providers/auth0.ts";
import { scenario as authjs } from "./providers/authjs.ts";
import { scenario as betterAuth } from "./providers/better-auth.ts";
import { scenario as clerk } from "./providers/clerk.ts";
import { scenario as supabase } from "./providers/supabase.ts";
import { scenario as workos } from "./providers/workos.ts";
import { callApi, exchange } from "./support/api.ts";
import { chatOf } from "./support/chat.ts";
import { findFreePort } from "./support/free-port.ts";
import { expect, test } from "./support/server.ts";

/** In client mode the page does not know the name. */
const someone = { name: "Your account", email: "", password: "" };

/** Every form of JSON Web Token, as it would stand in a page. */
const TOKEN = /eyJ[\w-]+\.eyJ/;

/** Where each SDK's hook asks who is signed in; WorkOS' does by a server action of the page. */
const runs = [
  { ...betterAuth, hook: "GET /auth/get-session", endBySdk: endByBetterAuth },
  { ...authjs, hook: "GET /auth/session", endBySdk: endByAuthJs },
  // Renewed when it has ended.
  { ...auth0, hook: "GET /auth/profile", subject: { tokenLifetime: 15 } },
  // clerk-js renews ahead. Without a template the session token itself is handed over.
  {
    ...clerk,
    hook: "GET /__clerk/v1/client",
    endBySdk: endByClerk,
    subject: { tokenLifetime: 10, settings: { CLERK_JWT_TEMPLATE: "" } },
  },
  // Ten seconds: the two SDKs renew when less than 90 and 30 are left.
  { ...supabase, hook: "GET /auth/session", subject: { tokenLifetime: -80 } },
  { ...workos, hook: "POST /", subject: { tokenLifetime: -20 } },
];

/** Ends the session past this app's own sign-out; what tells the other tabs is the SDK. */
async function endByBetterAuth(tab: Page) {
  await tab.context().clearCookies();
  await tab.evaluate(() => {
    const message = { event: "session", data: { trigger: "signout" } };
    localStorage.setItem("better-auth.message", JSON.stringify(message));
  });
}

async function endByAuthJs(tab: Page) {
  await tab.context().clearCookies();
  await tab.evaluate(() => new BroadcastChannel("next-auth").postMessage({ event: "session" }));
}

async function endByClerk(tab: Page) {
  await tab.waitForFunction("window.Clerk?.loaded");
  await tab.evaluate("window.Clerk.signOut(() => {})");
}

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());

/** The requests of a page so far, as "GET /path". */
function recordRequests(page: Page): string[] {
  const requests: string[] = [];
  page.on("request", (request) => {
    requests.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  return requests;
}

/** The tokens that a page has exchanged, each once, and what it got for the last. */
function recordExchanges(page: Page) {
  const subjects = new Set<string>();
  const seen = { subjects, bearer: "" };
  page.on("response", async (response) => {
    if (new URL(response.url()).pathname !== "/oauth/token" || !response.ok()) return;
    const form = new URLSearchParams(response.request().postData() ?? "");
    // A page that is left takes its answers with it.
    const answer = await response.json().catch(() => undefined);
    if (!answer) return;
    seen.bearer = answer.access_token;
    subjects.add(form.get("subject_token") ?? "");
  });
  return seen;
}

for (const { provider, startEmulator, signIn, hook, ...run } of runs) {
  const tag = `@${provider}`;
  test(`a page that fetches its token follows ${provider}`, { tag }, async ({
    page,
    context,
    startServer,
  }) => {
    const PORT = String(await findFreePort());
    const subject = "subject" in run ? run.subject : undefined;
    const emulator = await startEmulator({
      appUrl: `http://localhost:${PORT}`,
      tokenLifetime: subject?.tokenLifetime,
    });
    try {
      const server = await startServer({
        PORT,
        AUTH_PROVIDER: provider,
        TOKEN_RETRIEVAL: "client",
        ...emulator.env,
      });
      const { alice, bob } = emulator.users;
      const chat = chatOf(page);
      const requests = recordRequests(page);

      await test.step("sign in", async () => {
        const html = await page.goto(server.url).then((response) => response?.text());
        expect(html).toContain("Loading the chat");
        await signIn(page, alice);
        await expect(chat.composer).toBeEditable();
        const signedIn = await page.request.get(server.url);
        expect(await signedIn.text()).not.toMatch(TOKEN);
        expect(requests).toContain(hook);
      });
      await test.step("chat", async () => {
        await chat.ask("Hello");
        await chat.answered();
        await expect(chat.threads.getByRole("link")).toHaveCount(1);
      });
      const other = await context.newPage();
      await test.step("sign out in another tab", async () => {
        await other.goto(server.url);
        await expect(chatOf(other).composer).toBeEditable();
        await chatOf(other).signOut(someone);
        await expect(page.getByRole("heading", { name: "You have been signed out" })).toBeVisible();
        await expect(other.getByRole("link", { name: "Sign in" })).toBeVisible();
      });
      await test.step("another user in the other tab", async () => {
        await signIn(other, bob);
        await expect(chatOf(other).composer).toBeEditable();
        await expect(
          page.getByRole("heading", { name: "This thread does not exist" }),
        ).toBeVisible();
        await expect(page.getByText("Your threads will appear here")).toBeVisible();
        await expect(chat.threads.getByRole("link")).toHaveCount(0);
      });
      if ("endBySdk" in run) {
        await test.step("the end of the session, by the SDK's own means", async () => {
          await run.endBySdk(other);
          await expect(
            page.getByRole("heading", { name: "You have been signed out" }),
          ).toBeVisible();
        });
      }
      if (!subject) return;

      await test.step("the provider's own token", async () => {
        await other.close();
        await server.restart({
          TOKEN_RETRIEVAL: "server",
          TAMBO_SUBJECT: "provider",
          ...("settings" in subject ? subject.settings : {}),
        });
        const exchanges = recordExchanges(page);
        requests.length = 0;
        // A session token that Clerk has issued is good for its seconds, whatever ended the session.
        if ("endBySdk" in run) await context.clearCookies();
        await page.goto(server.url);
        if ("endBySdk" in run) await signIn(page, bob);
        await chat.ask("Hello");
        await chat.answered();
        await expect.poll(() => exchanges.subjects.size).toBeGreaterThan(1);
        await chat.ask("Hello again");
        await chat.answered();
        const tokens = [...exchanges.subjects];
        for (const token of tokens) expect(claimsOf(token).iss).not.toBe(server.url);
        if (provider !== "clerk") expect(requests).not.toContain(hook);

        await chat.signOut(bob);
        await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
        const list = await callApi(server.url, exchanges.bearer, "GET", "/v1/threads");
        expect(list.status).toBe(401);
        expect((await exchange(server.url, tokens.at(-1) ?? "")).status).toBe(400);
      });
    } finally {
      await emulator.stop();
    }
  });
}
