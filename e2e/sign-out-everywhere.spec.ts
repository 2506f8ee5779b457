import type { Page } from "@playwright/test";
import { scenario as auth0 } from "./providers/auth0.ts";
import { scenario as authjs } from "./providers/authjs.ts";
import { scenarios as neon } from "./providers/neon.ts";
import { callApi, readAccessToken } from "./support/api.ts";
import { chatOf } from "./support/chat.ts";
import { findFreePort } from "./support/free-port.ts";
import { expect, test } from "./support/server.ts";

const cookiesOf = async (page: Page) => page.context().cookies(page.url());

for (const { provider, startEmulator, signIn } of [authjs, auth0, ...neon]) {
  test(`${provider}: signing out everywhere ends the session of another browser for good`, async ({
    page,
    browser,
    startServer,
  }) => {
    const PORT = String(await findFreePort());
    const emulator = await startEmulator({ appUrl: `http://localhost:${PORT}` });
    try {
      const { alice } = emulator.users;
      const { url } = await startServer({ PORT, AUTH_PROVIDER: provider, ...emulator.env });
      const other = await browser.newPage();
      for (const one of [page, other]) {
        await one.goto(url);
        await signIn(one, alice);
        await expect(chatOf(one).composer).toBeEditable();
      }
      const cookie = (await cookiesOf(other)).map(({ name, value }) => `${name}=${value}`);
      const bearer = await readAccessToken(url, cookie.join("; "));

      await page.getByRole("button", { name: `Account: ${alice.name}` }).click();
      await page.getByRole("menuitem", { name: "Sign out everywhere" }).click();
      await page.getByRole("button", { name: "Sign out everywhere" }).click();
      await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();

      const answer = await callApi(url, bearer, "GET", "/v1/threads");
      expect(answer.status).toBe(401);
      await other.goto(url);
      await expect(other.getByRole("link", { name: /^Sign in$|^Continue with/ })).toBeVisible();
      await other.goto(url);
      await expect(other.getByRole("link", { name: "Sign in" })).toBeVisible();
      const names = (await cookiesOf(other)).map(({ name }) => name);
      expect(names.filter((name) => name === `tambo-users.${provider}`)).toEqual([]);
      await other.close();
    } finally {
      await emulator.stop();
    }
  });
}
