import { scenarios } from "./providers/index.ts";
import { findNoProviderToken } from "./steps/find-tokens.ts";
import { outlast } from "./steps/outlast.ts";
import { LIFETIME } from "./steps/renew.ts";
import { signOutEverywhere, signOutInSecondTab } from "./steps/sign-out.ts";
import { readCookie, type Stage, signInAt } from "./steps/stage.ts";
import { switchUser } from "./steps/switch-user.ts";
import { readUserToken } from "./support/api.ts";
import { chatOf } from "./support/chat.ts";
import { findFreePort } from "./support/free-port.ts";
import { expect, test } from "./support/server.ts";

/** In alice's question, and in nothing that anybody else is shown. */
const SECRET = "Zanzibar";

test.describe.configure({ mode: "parallel" });

for (const scenario of scenarios) {
  const { provider, startEmulator, wrongPassword, renew, outage } = scenario;
  const { tokenLifetime = LIFETIME } = scenario;
  const tag = `@${provider}`;
  test(`the whole way with ${provider}`, { tag }, async ({
    page,
    startServer,
    browser,
    context,
  }) => {
    test.setTimeout(480_000);
    const PORT = String(await findFreePort());
    const appUrl = `http://localhost:${PORT}`;
    const emulator = await startEmulator({ appUrl, tokenLifetime });
    const { alice } = emulator.users;
    const chat = chatOf(page);
    try {
      const server = await startServer({ PORT, AUTH_PROVIDER: provider, ...emulator.env });
      const stage: Stage = { page, browser, server, emulator, scenario };
      const readOwner = async () =>
        (await readUserToken(server.url, await readCookie(stage, page))).ownerId;

      if (wrongPassword) {
        await test.step("wrong password", async () => {
          await page.goto(server.url);
          await wrongPassword(page, alice);
        });
      }
      await test.step("sign in", () => signInAt(stage, page, alice));
      const owner = await readOwner();
      await test.step("chat", async () => {
        await chat.ask(`List accounts at risk in ${SECRET}`);
        await expect(chat.transcript.getByRole("table")).toBeVisible();
        await chat.answered();
        await expect(page).toHaveURL(/\/t\/thr_/);
      });
      const threadId = new URL(page.url()).pathname.slice("/t/".length);
      await test.step("reload", async () => {
        await page.reload();
        await expect(chat.transcript.getByRole("table")).toBeVisible();
      });
      await test.step("no provider token", () => findNoProviderToken(stage));

      const second = await context.newPage();
      await second.goto(server.url);
      await expect(chatOf(second).composer).toBeEditable();
      if (renew) await test.step("5 renewals", () => renew(stage, second));
      await test.step("sign out", () => signOutInSecondTab(stage, second));
      await test.step("another user", () => switchUser(stage, threadId, SECRET));

      const other = await browser.newPage();
      await test.step("first user again", async () => {
        await signInAt(stage, page, alice);
        expect(await readOwner()).toBe(owner);
        await signInAt(stage, other, alice);
        await expect(chatOf(other).threads.getByRole("link")).toHaveCount(1);
      });
      await test.step("sign out everywhere", () => signOutEverywhere(stage, other));
      if (outage) await test.step("outage", () => outlast(stage, outage));
    } finally {
      await emulator.stop();
    }
  });
}
