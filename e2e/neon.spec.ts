import type { Page } from "@playwright/test";
import { execute } from "./emulators/neon/postgres.ts";
import { scenarios } from "./providers/neon.ts";
import { fillLogin } from "./providers/oidc-login.ts";
import { chatOf } from "./support/chat.ts";
import { findFreePort } from "./support/free-port.ts";
import { expect, test } from "./support/server.ts";

const askForUserToken = (page: Page) => page.request.get("/user-token");

for (const { provider, startEmulator, signIn } of scenarios) {
  const tag = `@${provider}`;
  test(`${provider}: a session ends with its row, and one account is one user`, { tag }, async ({
    browser,
    startServer,
  }) => {
    const PORT = String(await findFreePort());
    const emulator = await startEmulator({ appUrl: `http://localhost:${PORT}` });
    try {
      const { alice, bob } = emulator.users;
      const { url: baseURL } = await startServer({
        PORT,
        AUTH_PROVIDER: provider,
        ...emulator.env,
      });
      const query = (sql: string) => execute(emulator.env.DATABASE_URL ?? "", sql);
      const page = await browser.newPage({ baseURL });
      /** Signs in from the landing page, and returns who that is to the app. */
      const signInAsAlice = async () => {
        await page.goto("/");
        await signIn(page, alice);
        await expect(chatOf(page).composer).toBeEditable();
        const { ownerId } = await (await askForUserToken(page)).json();
        return ownerId as string;
      };

      const health = await (await page.request.get("/health")).json();
      expect(health).toMatchObject({ adapter: provider, database: "neon" });

      const owner = await signInAsAlice();
      await query("delete from sessions");
      expect((await askForUserToken(page)).status()).toBe(401);
      expect(await signInAsAlice()).toBe(owner);
      await query("update sessions set expires = now()");
      expect((await askForUserToken(page)).status()).toBe(401);
      expect(await signInAsAlice()).toBe(owner);
      expect(await query("select count(*)::int from sessions")).toEqual([{ count: 1 }]);

      await page.goto("/auth/sign-in");
      await fillLogin(page, bob);
      await expect(page.getByRole("button", { name: `Account: ${bob.name}` })).toBeVisible();
      const { ownerId } = await (await askForUserToken(page)).json();
      expect(ownerId).not.toBe(owner);

      const accounts =
        await query(`select users.email, users."emailVerified" is not null as verified,
        coalesce(access_token, refresh_token, id_token) as kept
        from accounts join users on users.id = accounts."userId" order by users.email`);
      expect(accounts).toEqual([
        { email: alice.email, verified: true, kept: null },
        { email: bob.email, verified: true, kept: null },
      ]);
      await page.close();
    } finally {
      await emulator.stop();
    }
  });
}
