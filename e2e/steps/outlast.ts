import { expect, type Page } from "@playwright/test";
import type { EmulatedUser } from "../emulators/emulator.ts";
import { chatOf } from "../support/chat.ts";
import type { Stage } from "./stage.ts";

/** What a visitor does and sees while the provider cannot be reached. */
export interface Outage {
  /** From the signed-out landing page, as far as it goes. */
  tryToSignIn(page: Page, user: EmulatedUser): Promise<void>;
  message: string | RegExp;
}

/** The provider is gone and a token's life later: who is signed in goes on, others are told, and no page is an error. */
export async function outlast(stage: Stage, outage: Outage): Promise<void> {
  const { page, emulator, scenario, letPass, settled } = stage;
  const tab = { ...stage, page: await page.context().newPage() };
  await emulator.stopSignIn();
  await letPass(scenario.tokenLifetime ?? 0);
  await Promise.all([load(tab), settled().then(() => askOnce(stage)), beTold(stage, outage)]);
  await leave(tab);
}

export async function askOnce({ page }: Pick<Stage, "page">): Promise<void> {
  const chat = chatOf(page);
  await chat.ask("hello");
  await chat.answered();
}

export async function beTold({ browser, server, emulator }: Stage, outage: Outage): Promise<void> {
  const visitor = await browser.newPage();
  await visitor.goto(server.url);
  await outage.tryToSignIn(visitor, emulator.users.bob);
  const alert = visitor.getByRole("alert").filter({ hasText: outage.message });
  await expect(alert).toBeVisible();
  await visitor.close();
}

/** The session outlives the outage: a page is loaded, and can be signed out of. */
export async function goOn(stage: Stage): Promise<void> {
  await load(stage);
  await leave(stage);
}

async function load({ page, server }: Stage): Promise<void> {
  expect((await page.goto(server.url))?.status()).toBe(200);
}

/** Some SDKs try for some seconds before they take their provider for gone. */
const SDK_TRIES = 15_000; // milliseconds

async function leave({ page, emulator }: Stage): Promise<void> {
  await askOnce({ page });
  page.setDefaultTimeout(SDK_TRIES);
  await chatOf(page).signOut(emulator.users.alice);
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
}
