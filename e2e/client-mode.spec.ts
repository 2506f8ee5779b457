import { scenarios } from "./providers/index.ts";
import { recordRequests, useOwnToken } from "./steps/own-token.ts";
import { test } from "./steps/stage.ts";
import { chatOf } from "./support/chat.ts";
import { makeDropCookies } from "./support/drop-cookies.ts";
import { expect } from "./support/server.ts";

/** In client mode the page does not know the name. */
const someone = { name: "Your account", email: "", password: "" };

/** Every form of JSON Web Token, as it would stand in a page. */
const TOKEN = /eyJ[\w-]+\.eyJ/;

test.describe.configure({ mode: "parallel", timeout: 60_000 });

for (const scenario of scenarios) {
  const { provider, signIn, client, ownToken } = scenario;
  if (!client) continue;
  const { hook, settings, endBySdk, special } = client;
  test(`a page that fetches its token follows ${provider}`, { tag: `@${provider}` }, async ({
    page,
    context,
    setStage,
  }) => {
    const stage = await setStage(scenario, { TOKEN_RETRIEVAL: "client", ...settings });
    const { server, emulator } = stage;
    const { alice, bob } = emulator.users;
    const chat = chatOf(page);
    const dropCookies = makeDropCookies(context);
    // Those of the document that is there: a hook is new with each.
    const requests = recordRequests(page);
    page.on("request", (request) => {
      if (request.isNavigationRequest() && request.frame() === page.mainFrame())
        requests.length = 0;
    });
    const signedOut = page.getByRole("heading", { name: "You have been signed out" });

    await test.step("sign in", async () => {
      const html = await page.goto(server.url).then((response) => response?.text());
      expect(html).toContain("Loading the chat");
      await signIn(page, alice);
      await expect(chat.composer).toBeEditable();
      const signedIn = await page.request.get(server.url);
      expect(await signedIn.text()).not.toMatch(TOKEN);
      await expect.poll(() => requests).toContain(hook);
    });
    await test.step("chat", async () => {
      await chat.ask("List accounts at risk");
      await expect(chat.transcript.getByRole("table")).toBeVisible();
      await chat.answered();
      await expect(chat.threads.getByRole("link")).toHaveCount(1);
    });
    if (special) await test.step("special", () => special(stage));
    const other = await context.newPage();
    await test.step("sign out in another tab", async () => {
      await other.goto(server.url);
      await expect(chatOf(other).composer).toBeEditable();
      await chatOf(other).signOut(someone);
      await expect(signedOut).toBeVisible();
      await expect(other.getByRole("link", { name: "Sign in" })).toBeVisible();
    });
    await test.step("another user in the other tab", async () => {
      await signIn(other, bob);
      await expect(chatOf(other).composer).toBeEditable();
      await expect(page.getByRole("heading", { name: "This thread does not exist" })).toBeVisible();
      await expect(page.getByText("Your threads will appear here")).toBeVisible();
      await expect(chat.threads.getByRole("link")).toHaveCount(0);
    });
    if (endBySdk) {
      await test.step("the end of the session, by the SDK's own means", async () => {
        // A hook that has not asked yet cannot be told.
        await expect.poll(() => requests).toContain(hook);
        await endBySdk(other, dropCookies);
        await expect(signedOut).toBeVisible();
      });
    }
    await other.close();
    if (ownToken) {
      await test.step("the provider's own token", () => useOwnToken(stage, ownToken));
    }
  });
}
