import { expect } from "@playwright/test";
import { execute } from "../emulators/neon/postgres.ts";
import { fillLogin } from "../providers/login-page.ts";
import { type Stage, signInAt } from "./stage.ts";

/** A session ends with its row, and one account is one user. */
export async function endWithRows(stage: Stage): Promise<void> {
  const { browser, server, emulator } = stage;
  const { alice, bob } = emulator.users;
  const query = (sql: string) => execute(emulator.env.DATABASE_URL ?? "", sql);
  const page = await browser.newPage({ baseURL: server.url });
  const askForUserToken = () => page.request.get("/user-token");
  const signInAsAlice = async () => {
    await signInAt(stage, page, alice);
    return (await (await askForUserToken()).json()).ownerId as string;
  };

  const health = await (await page.request.get("/health")).json();
  expect(health).toMatchObject({ adapter: "neon", database: "neon" });

  const owner = await signInAsAlice();
  await query("delete from sessions");
  expect((await askForUserToken()).status()).toBe(401);
  expect(await signInAsAlice()).toBe(owner);
  await query("update sessions set expires = now()");
  expect((await askForUserToken()).status()).toBe(401);
  expect(await signInAsAlice()).toBe(owner);
  expect(await query("select count(*)::int from sessions")).toEqual([{ count: 1 }]);

  await page.goto("/auth/sign-in");
  await fillLogin(page, bob);
  await expect(page.getByRole("button", { name: `Account: ${bob.name}` })).toBeVisible();
  expect((await (await askForUserToken()).json()).ownerId).not.toBe(owner);

  const accounts = await query(`select users.email, users."emailVerified" is not null as verified,
    coalesce(access_token, refresh_token, id_token) as kept
    from accounts join users on users.id = accounts."userId" order by users.email`);
  expect(accounts).toEqual([
    { email: alice.email, verified: true, kept: null },
    { email: bob.email, verified: true, kept: null },
  ]);
  await page.close();
}
