import assert from "node:assert/strict";
import { chromium, expect } from "@playwright/test";
import { chatOf, watchConsole } from "../../e2e/support/chat.ts";
import { newAccount } from "../../e2e/support/users.ts";
import { findBrowser } from "../lib/find-browser.mjs";

/** What a person does: a browser that takes the proxy on `port` for the deployment's own host. */
export async function browse(host: string, port: number): Promise<void> {
  const browser = await chromium.launch({
    executablePath: await findBrowser(),
    args: [`--host-resolver-rules=MAP ${host}:443 127.0.0.1:${port}`],
  });
  try {
    const page = await browser.newPage({ ignoreHTTPSErrors: true });
    const complaints = watchConsole(page);
    const chat = chatOf(page);
    const { name, email, password } = newAccount();
    await page.goto(`https://${host}/`);
    await page.getByRole("link", { name: "Create account" }).click();
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Create account" }).click();
    await chat.ask("List accounts at risk");
    await expect(chat.transcript.getByRole("table")).toBeVisible();
    await chat.answered();
    await page.reload();
    await expect(chat.transcript.getByRole("table")).toBeVisible();
    assert.deepEqual(complaints, []);
  } finally {
    await browser.close();
  }
}
