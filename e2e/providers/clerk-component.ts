import { expect, type Page } from "@playwright/test";
import type { EmulatedUser } from "../emulators/emulator.ts";

export const next = (page: Page) =>
  page.getByRole("button", { name: "Continue", exact: true }).click();

/** Signs in with Clerk's component, from the landing page. */
export async function fillComponent(page: Page, user: EmulatedUser): Promise<void> {
  await page.getByRole("link", { name: "Sign in" }).click();
  await enterPassword(page, user);
}

/** The same from the sign-in page. */
export async function enterPassword(page: Page, { email, password }: EmulatedUser): Promise<void> {
  await page.getByLabel("Email address").fill(email);
  await next(page);
  // The page before has a field for it, too, which is not shown.
  await expect(page.getByRole("heading", { name: "Enter your password" })).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill(password);
  await next(page);
}

/** The six digits of an app or a mail, which are sent with the last one. */
export const enterCode = (page: Page, code: string) =>
  page.getByRole("textbox", { name: /verification code/i }).pressSequentially(code);

/** What a token says. */
export const readClaims = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString() || "{}");

/** The session token, which Clerk keeps where script can read it. */
export async function readToken(page: Page): Promise<string> {
  const cookies = await page.context().cookies(page.url());
  return cookies.find(({ name }) => name === "__session")?.value ?? "";
}
