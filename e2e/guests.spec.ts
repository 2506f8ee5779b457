import type { Page } from "@playwright/test";
import type { EmulatedUser } from "./emulators/emulator.ts";
import { scenarios } from "./providers/index.ts";
import { readCookie, signInAt, test } from "./steps/stage.ts";
import { exchange, readUserToken } from "./support/api.ts";
import { chatOf } from "./support/chat.ts";
import { expectNoViolations } from "./support/pictures.ts";
import { expect } from "./support/server.ts";

async function signUp(page: Page, { name, email, password }: EmulatedUser): Promise<void> {
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
}

for (const scenario of scenarios.filter(({ provider }) =>
  ["better-auth", "auth0"].includes(provider),
)) {
  test(`with ${scenario.provider}, a guest's threads are the user's after signing in`, async ({
    page,
    context,
    setStage,
  }) => {
    const stage = await setStage(scenario, { GUESTS: "true" });
    const { server, emulator } = stage;
    const { alice } = emulator.users;
    const isOurForm = scenario.sendsOurForm === true;
    const chat = chatOf(page);
    await page.goto(server.url);
    await expectNoViolations(page);
    await page.getByRole("button", { name: "Try it as a guest" }).click();
    await chat.ask("List accounts at risk");
    await chat.answered();
    const address = new URL(page.url()).pathname;
    const readOwner = async () =>
      (await readUserToken(server.url, await readCookie(stage, page))).ownerId;
    const guest = await readOwner();
    expect(guest).toMatch(/^guest_[\w-]{16}$/);
    const other = await context.newPage();
    await other.goto(server.url + address);
    await expect(chatOf(other).transcript.getByRole("table")).toBeVisible();

    await page.getByRole("button", { name: "Account: Guest" }).click();
    await expect(
      page.getByRole("menuitem", { name: "Sign in to keep your threads" }),
    ).toBeVisible();
    await page.keyboard.press("Escape");
    await page.goto(`${server.url}/${isOurForm ? "sign-up" : "sign-in"}`);
    if (isOurForm) await signUp(page, alice);
    else await scenario.signIn(page, alice);
    await expect(page.getByRole("button", { name: `Account: ${alice.name}` })).toBeVisible();
    await expect(chat.threads.getByRole("link")).toHaveCount(1);
    expect(await readOwner()).not.toBe(guest);
    await page.goto(server.url + address);
    await expect(chat.transcript.getByRole("table")).toBeVisible();
    await other.reload();
    await expect(other.getByRole("button", { name: `Account: ${alice.name}` })).toBeVisible();

    await chat.signOut(alice);
    await page.getByRole("button", { name: "Try it as a guest" }).click();
    await expect(chat.composer).toBeEditable();
    const { userToken } = await readUserToken(server.url, await readCookie(stage, page));
    expect((await exchange(server.url, userToken)).status).toBe(200);
    const leaving = { maxRedirects: 0, headers: { origin: server.url } };
    expect((await page.request.post(`${server.url}/sign-out`, leaving)).status()).toBe(303);
    expect((await exchange(server.url, userToken)).status).toBe(400);
    await page.goto(server.url);
    await signInAt(stage, page, alice);
    await expect(chat.threads.getByRole("link")).toHaveCount(1);
  });
}
