import { scenarios } from "./providers/index.ts";
import { changeSettings } from "./steps/change-settings.ts";
import { findNoProviderToken } from "./steps/find-tokens.ts";
import { compareFirstLoad, recordScripts, test } from "./steps/first-load.ts";
import { signInBesideOther } from "./steps/other-adapter.ts";
import { signOutEverywhere, signOutInSecondTab } from "./steps/sign-out.ts";
import { readCookie, signInAt, signInBy } from "./steps/stage.ts";
import { switchUser } from "./steps/switch-user.ts";
import { readUserToken } from "./support/api.ts";
import { chatOf } from "./support/chat.ts";
import { expect } from "./support/server.ts";
import { WAY_IN } from "./support/step-table.ts";

/** In alice's question, and in nothing that anybody else is shown. */
const SECRET = "Zanzibar";

/** In milliseconds. Each step has limits of its own; these end what hangs between them. */
const LIMIT = 150_000;
const LIMIT_OF_WAY = 10_000;

test.describe.configure({ mode: "parallel" });

for (const scenario of scenarios) {
  const { provider, wrongPassword, renew, methods = {}, special, outlast } = scenario;
  test(`the whole way with ${provider}`, { tag: `@${provider}` }, async ({
    page,
    context,
    browser,
    setStage,
    server: betterAuth,
    plain,
  }) => {
    test.setTimeout(LIMIT + Object.keys(methods).length * LIMIT_OF_WAY);
    const stage = await setStage(scenario);
    const { server, emulator } = stage;
    const { alice } = emulator.users;
    const chat = chatOf(page);
    const scripts = recordScripts(page);
    const readOwner = async () =>
      (await readUserToken(server.url, await readCookie(stage, page))).ownerId;

    await test.step("wrong password", async () => {
      await page.goto(server.url);
      await wrongPassword(page, alice);
    });
    await test.step("sign in", () => signInAt(stage, page, alice));
    await test.step("first load", () => compareFirstLoad(stage, scripts, plain));
    const owner = await readOwner();
    await test.step("chat", async () => {
      await chat.ask(`List accounts at risk in ${SECRET}`);
      await expect(chat.transcript.getByRole("table")).toBeVisible();
      await chat.answered();
      await expect(page).toHaveURL(/\/t\/thr_/);
    });
    const threadId = new URL(page.url()).pathname.slice("/t/".length);
    await test.step("no provider token", () => findNoProviderToken(stage));
    await test.step("reload", async () => {
      await context.clock.install();
      await page.reload();
      await expect(chat.transcript.getByRole("table")).toBeVisible();
    });

    const second = await context.newPage();
    await test.step("settings", () => changeSettings(stage, second));
    await test.step("second tab", async () => {
      await second.goto(server.url);
      await expect(chatOf(second).composer).toBeEditable();
    });
    if (renew) await test.step("5 renewals", () => renew(stage, second));
    await test.step("sign out", () => signOutInSecondTab(stage, second));
    await test.step("another user", () => switchUser(stage, threadId, SECRET));
    for (const [method, signIn] of Object.entries(methods)) {
      await test.step(WAY_IN + method, () => signInBy(stage, signIn));
    }
    if (special) await test.step("special", () => special(stage));

    const other = await browser.newPage();
    await test.step("first user again", async () => {
      await signInAt(stage, page, alice);
      expect(await readOwner()).toBe(owner);
      if (provider === "better-auth") await signInAt(stage, other, alice);
      else await signInBesideOther(stage, other, betterAuth);
      await expect(chatOf(other).threads.getByRole("link")).toHaveCount(1);
    });
    await test.step("sign out everywhere", () => signOutEverywhere(stage, other));
    if (outlast) await test.step("outage", () => outlast(stage));
  });
}
