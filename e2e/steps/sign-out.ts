import { expect, type Page } from "@playwright/test";
import { callApi, exchange, readAccessToken, readUserToken } from "../support/api.ts";
import { chatOf } from "../support/chat.ts";
import { readCookie, type Stage, signInAt } from "./stage.ts";

/** Our tokens are dead within a second, and the other tab follows. */
export async function signOutInSecondTab(stage: Stage, second: Page): Promise<void> {
  const { page, server, emulator } = stage;
  const bearer = await readAccessToken(server.url, await readCookie(stage, page));
  await chatOf(second).signOut(emulator.users.alice);
  await expect(second.getByRole("link", { name: "Sign in" })).toBeVisible();
  expect((await callApi(server.url, bearer, "GET", "/v1/threads")).status).toBe(401);
  // A provider's SDK may notice too, and ask the server for the page: that leads on to the sign-in.
  await expect(
    page.getByRole("heading", { name: /^(You have been signed out|Sign in)$/ }),
  ).toBeVisible();
  await second.close();
}

/** Alice, on two browsers: the other one is out at once and stays out, until she signs in again. */
export async function signOutEverywhere(stage: Stage, other: Page): Promise<void> {
  const { page, server, emulator } = stage;
  const { alice } = emulator.users;
  const cookie = await readCookie(stage, other);
  const { userToken, ownerId } = await readUserToken(server.url, cookie);
  const bearer = await readAccessToken(server.url, cookie);

  await page.getByRole("button", { name: `Account: ${alice.name}` }).click();
  await page.getByRole("menuitem", { name: "Sign out everywhere" }).click();
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();

  expect((await callApi(server.url, bearer, "GET", "/v1/threads")).status).toBe(401);
  expect((await exchange(server.url, userToken)).status).toBe(400);
  expect((await fetch(`${server.url}/user-token`, { headers: { cookie } })).status).toBe(401);
  for (let view = 1; view <= 2; view += 1) {
    expect((await other.goto(server.url))?.status()).toBe(200);
    const signIn = /^(Sign in|Continue with .+)$/;
    const [link, button] = [
      other.getByRole("link", { name: signIn }),
      other.getByRole("button", { name: signIn }),
    ];
    await expect(link.or(button).first()).toBeVisible();
    expect(await other.evaluate(async () => (await fetch("/user-token")).status)).toBe(401);
  }
  await other.close();

  // Some providers count sessions in whole seconds.
  await stage.letPass(1);
  await signInAt(stage, page, alice);
  const again = await readUserToken(server.url, await readCookie(stage, page));
  expect(again.ownerId).toBe(ownerId);
}
