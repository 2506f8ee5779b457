import { expect, type Page } from "@playwright/test";
import { issuer } from "../emulators/clerk/instance.ts";
import type { EmulatedUser } from "../emulators/emulator.ts";
import { askOnce, beTold, goOn } from "../steps/outlast.ts";
import { type Stage, signInAt } from "../steps/stage.ts";
import { exchange } from "../support/api.ts";
import { renewWithClerk } from "./clerk-renewal.ts";
import { fillForm, fillWrongPassword } from "./credentials-form.ts";
import type { Scenario } from "./scenario.ts";

/** A minute, and the five seconds more that Clerk's SDK accepts it. */
const TOKEN_LIFETIME = 66; // seconds
const LONGEST_LOAD = 10_000; // milliseconds that the form waits for clerk-js
/** Without a template the session token itself is exchanged. */
const settings = { CLERK_JWT_TEMPLATE: "" };

export const scenario: Scenario = {
  provider: "clerk",
  tokenLifetime: TOKEN_LIFETIME,
  signIn: fillForm,
  wrongPassword: fillWrongPassword,
  scriptReadableIssuer: issuer,
  renew: renewWithClerk,
  outlast: outlastClerk,
  client: { hook: "GET /__clerk/v1/client", settings, endBySdk, special: exchangeSessionToken },
  ownToken: { settings, lose: forget },
};

/** A session is as long as its token: within its life a page can be loaded and signed out of, afterwards it has ended. */
async function outlastClerk(stage: Stage): Promise<void> {
  const { page, browser, server, emulator, letPass } = stage;
  const near = await browser.newPage();
  await signInAt(stage, near, emulator.users.alice);
  await emulator.stopSignIn();
  await Promise.all([askOnce(stage), goOn({ ...stage, page: near })]);
  await near.close();
  await letPass(TOKEN_LIFETIME);
  await beTold(stage, { tryToSignIn: waitForClerk, message: "does not work" });
  expect((await page.goto(server.url))?.status()).toBe(200);
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
}

async function waitForClerk(page: Page, user: EmulatedUser): Promise<void> {
  await page.clock.install();
  await fillForm(page, user);
  await expect(page.getByRole("button", { name: "Sign in" })).toBeDisabled();
  await page.clock.fastForward(LONGEST_LOAD);
}

async function endBySdk(tab: Page): Promise<void> {
  for (const page of tab.context().pages()) await page.waitForFunction("window.Clerk?.loaded");
  const ended = tab.waitForResponse((response) => response.url().includes("_method=DELETE"));
  await tab.evaluate("window.Clerk.signOut(() => {})");
  expect((await ended).status()).toBe(200);
}

async function exchangeSessionToken({ page, server }: Stage): Promise<void> {
  const cookies = await page.context().cookies(server.url);
  const token = cookies.find(({ name }) => name === "__session")?.value ?? "";
  expect((await exchange(server.url, token)).status).toBe(200);
}

/** A session token that Clerk has issued is good for its seconds, whatever ended the session. */
async function forget({ page, server }: Stage): Promise<void> {
  await page.context().clearCookies();
  await page.goto(server.url);
}
