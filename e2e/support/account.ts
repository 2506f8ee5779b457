import { expect, type Page } from "@playwright/test";
import { codeAt } from "../../test/totp.ts";

/** Opens the page of the account by the menu, from the chat. */
export async function openAccount(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Account: / }).click();
  await page.getByRole("menuitem", { name: "Account", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Account", level: 1 })).toBeVisible();
}

/** A part of that page. */
export const sectionOf = (page: Page, title: string) =>
  page.locator("section", { has: page.getByRole("heading", { name: title, level: 2 }) });

export async function addPasskey(page: Page, name: string): Promise<void> {
  await page.getByLabel("Name of a new passkey").fill(name);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Passkey added" })).toBeVisible();
  await expect(page.getByRole("cell", { name, exact: true })).toBeVisible();
}

/** Turns the second step on; returns what the authenticator app was told, its code, and the recovery codes. */
export async function turnOnSecondStep(page: Page, password: string) {
  const section = sectionOf(page, "Second step");
  await section.getByLabel("Password").fill(password);
  await section.getByRole("button", { name: "Set up" }).click();
  await expect(section.getByRole("img", { name: /QR code/ })).toBeVisible();
  const link = section.getByRole("link", { name: "open it on this device" });
  const address = (await link.getAttribute("href")) ?? "";
  const codes = await section.getByRole("listitem").allTextContents();
  const code = codeAt(address);
  await section.getByRole("textbox", { name: "Code" }).fill(code);
  await section.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Second step is on" })).toBeVisible();
  return { address, code, codes };
}

export async function turnOffSecondStep(page: Page, password: string): Promise<void> {
  await page.getByRole("button", { name: "Turn off…" }).click();
  const dialog = page.getByRole("dialog", { name: "Turn the second step off?" });
  await dialog.getByLabel("Password").fill(password);
  await dialog.getByRole("button", { name: "Turn off" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Second step is off" })).toBeVisible();
}
