import { expect, type Page } from "@playwright/test";
import {
  addPasskey,
  openAccount,
  turnOffSecondStep,
  turnOnSecondStep,
} from "../support/account.ts";
import { addAuthenticator } from "../support/authenticator.ts";
import { chatOf } from "../support/chat.ts";
import type { Stage } from "./stage.ts";

async function fillPassword(page: Page, { emulator }: Stage): Promise<void> {
  const { alice } = emulator.users;
  await page.getByLabel("E-mail").fill(alice.email);
  await page.getByLabel("Password", { exact: true }).fill(alice.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function signOut(page: Page, { server, emulator }: Stage): Promise<void> {
  await page.goto(server.url);
  await chatOf(page).signOut(emulator.users.alice);
  await page.getByRole("link", { name: "Sign in" }).click();
}

/** With a passkey that was added before. */
export async function signInByPasskey(stage: Stage, page: Page): Promise<void> {
  await addAuthenticator(page);
  await fillPassword(page, stage);
  await openAccount(page);
  await addPasskey(page, "Laptop");
  await signOut(page, stage);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(chatOf(page).composer).toBeEditable();
}

/** With a recovery code after the password; the second step is off again then. */
export async function signInByCode(stage: Stage, page: Page): Promise<void> {
  const { alice } = stage.emulator.users;
  await fillPassword(page, stage);
  await openAccount(page);
  const { codes } = await turnOnSecondStep(page, alice.password);
  await signOut(page, stage);
  await fillPassword(page, stage);
  await expect(page.getByRole("heading", { name: "Second step" })).toBeVisible();
  await page.getByRole("textbox", { name: "Code" }).fill(codes[0] ?? "");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(chatOf(page).composer).toBeEditable();
  await openAccount(page);
  await turnOffSecondStep(page, alice.password);
  await page.goto(stage.server.url);
}
