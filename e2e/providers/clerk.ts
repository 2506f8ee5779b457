import { expect, type Page } from "@playwright/test";
import { aliceWithApp, CODE, issuer } from "../emulators/clerk/instance.ts";
import { type EmulatedUser, users } from "../emulators/emulator.ts";
import { askOnce, beTold, goOn } from "../steps/outlast.ts";
import { type Stage, signInAt } from "../steps/stage.ts";
import { exchange } from "../support/api.ts";
import { watchConsole } from "../support/chat.ts";
import {
  enterCode,
  enterPassword,
  fillComponent,
  next,
  readClaims,
  readToken,
} from "./clerk-component.ts";
import { renewWithClerk } from "./clerk-renewal.ts";
import type { Scenario } from "./scenario.ts";

/** A minute, and the five seconds more that Clerk's SDK accepts it. */
const TOKEN_LIFETIME = 66; // seconds
const LONGEST_LOAD = 15_000; // milliseconds that Clerk's package waits for clerk-js
/** Without a template the session token itself is exchanged. */
const settings = { CLERK_JWT_TEMPLATE: "" };

export const scenario: Scenario = {
  provider: "clerk",
  tokenLifetime: TOKEN_LIFETIME,
  signIn: fillComponent,
  wrongPassword: enterWrongPassword,
  scriptReadableIssuer: issuer,
  renew: renewWithClerk,
  outlast: outlastClerk,
  client: { hook: "GET /__clerk/v1/client", settings, endBySdk, special: exchangeSessionToken },
  ownToken: { settings, lose: forget },
  methods: {
    "sign-up with a mailed code": wayIn(signUp),
    "authenticator app": wayIn(async (page) => {
      await enterPassword(page, aliceWithApp);
      await enterCode(page, CODE);
    }),
    "another service": wayIn(async (page) => {
      await page.getByRole("button", { name: "Continue with Example" }).click();
      await page.getByRole("link", { name: users.alice.name }).first().click();
    }),
  },
  special: seeToAccount,
};

/** With a page to go on to in the address, and without anything that the page's policy blocks. */
function wayIn(signIn: (page: Page) => Promise<void>) {
  return async ({ server }: Stage, page: Page): Promise<void> => {
    const complaints = watchConsole(page);
    await page.goto(`${server.url}/sign-in?returnTo=${encodeURIComponent("/?came")}`);
    await signIn(page);
    await expect(page).toHaveURL(/\/\?came#?$/);
    expect(complaints).toEqual([]);
  };
}

async function signUp(page: Page): Promise<void> {
  const [firstName = "", lastName = ""] = users.alice.name.split(" ");
  await page.getByRole("link", { name: "Sign up" }).click();
  await page.getByLabel("First name").fill(firstName);
  await page.getByLabel("Last name").fill(lastName);
  await page.getByLabel("Email address").fill("alice.new@example.com");
  await page.getByLabel("Password", { exact: true }).fill("alice-password-2");
  await next(page);
  await enterCode(page, CODE);
}

async function enterWrongPassword(page: Page, user: EmulatedUser): Promise<void> {
  await fillComponent(page, { ...user, password: "not the password" });
  await expect(page.getByTestId("form-feedback-error")).toHaveText(/Password is incorrect/);
  await page.goto(new URL("/", page.url()).href);
}

/** The account page is Clerk's component, too, and switches between organisations. */
async function seeToAccount(stage: Stage): Promise<void> {
  const { browser, server, emulator } = stage;
  const { alice } = emulator.users;
  const page = await browser.newPage();
  const complaints = watchConsole(page);
  await signInAt(stage, page, alice);
  await page.getByRole("button", { name: `Account: ${alice.name}` }).click();
  await page.getByRole("menuitem", { name: "Account" }).click();
  await expect(page).toHaveURL(`${server.url}/account`);
  await expect(page.getByText(alice.email)).toBeVisible();
  await page.getByRole("button", { name: "Security" }).click();
  await expect(page.getByText("Active devices")).toBeVisible();
  await page.getByRole("button", { name: "Open organization switcher" }).click();
  await page.getByRole("button", { name: "Example Inc." }).click();
  const readOrganisation = async () => readClaims(await readToken(page)).o?.id;
  await expect.poll(readOrganisation).toBe("org_example");
  expect(complaints).toEqual([]);
  await page.close();
}

/** A session is as long as its token: within its life a page can be loaded and signed out of, afterwards it has ended. */
async function outlastClerk(stage: Stage): Promise<void> {
  const { page, browser, server, emulator, letPass } = stage;
  const near = await browser.newPage();
  await signInAt(stage, near, emulator.users.alice);
  await emulator.stopSignIn();
  await Promise.all([askOnce(stage), goOn({ ...stage, page: near })]);
  await near.close();
  await letPass(TOKEN_LIFETIME);
  await beTold(stage, { tryToSignIn: waitForClerk, message: "out of reach" });
  expect((await page.goto(server.url))?.status()).toBe(200);
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
}

async function waitForClerk(page: Page): Promise<void> {
  await page.clock.install();
  const asked = page.waitForRequest(/clerk\.browser\.js/);
  await page.getByRole("link", { name: "Sign in" }).click();
  await asked;
  await page.clock.fastForward(LONGEST_LOAD);
}

async function endBySdk(tab: Page): Promise<void> {
  for (const page of tab.context().pages()) await page.waitForFunction("window.Clerk?.loaded");
  const ended = tab.waitForResponse((response) => response.url().includes("_method=DELETE"));
  await tab.evaluate("window.Clerk.signOut(() => {})");
  expect((await ended).status()).toBe(200);
}

async function exchangeSessionToken({ page, server }: Stage): Promise<void> {
  expect((await exchange(server.url, await readToken(page))).status).toBe(200);
}

/** A session token that Clerk has issued is good for its seconds, whatever ended the session. */
async function forget({ page, server }: Stage): Promise<void> {
  await page.context().clearCookies();
  await page.goto(server.url);
}
