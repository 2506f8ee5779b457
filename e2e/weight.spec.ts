import type { Page } from "@playwright/test";
import { chatOf } from "./support/chat.ts";
import { expect, test } from "./support/server.ts";
import { signUpBrowser } from "./support/users.ts";

/** Kilobytes (1000 bytes) of JavaScript that come over the wire until a page is at rest. */
async function weigh(page: Page, path: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const scripts = new Set<string>();
  let bytes = 0;
  session.on("Network.responseReceived", ({ requestId, type }) => {
    if (type === "Script") scripts.add(requestId);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await page.goto(path, { waitUntil: "networkidle" });
  await session.detach();
  return Math.round(bytes / 100) / 10;
}

test("no page is heavy at its first load", async ({ browser, server }) => {
  const weights: Record<string, number> = {};
  for (const [name, path, isSignedIn] of [
    ["landing", "/", false],
    ["sign-in", "/sign-in", false],
    ["sign-up", "/sign-up", false],
    ["not found", "/nothing", false],
    ["chat", "/", true],
  ] as const) {
    // A new context for each page: its cache is empty.
    const context = await browser.newContext({ baseURL: server.url });
    if (isSignedIn) await signUpBrowser(context, server.url);
    const page = await context.newPage();
    weights[name] = await weigh(page, path);
    if (isSignedIn) await expect(chatOf(page).composer).toBeEditable();
    await context.close();
  }
  console.table(
    Object.entries(weights).map(([page, kilobytes]) => ({ page, "JavaScript, kB": kilobytes })),
  );
  const { chat = Number.NaN, ...others } = weights;
  expect(chat).toBeLessThanOrEqual(260);
  for (const [name, weight] of Object.entries(others)) {
    expect(weight, name).toBeLessThanOrEqual(150);
  }
});
