import type { Page } from "@playwright/test";
import { startEmulator } from "./emulators/clerk.ts";
import type { Emulator } from "./emulators/emulator.ts";
import { scenario } from "./providers/clerk.ts";
import { exchange } from "./support/api.ts";
import { chatOf } from "./support/chat.ts";
import { findFreePort } from "./support/free-port.ts";
import { test as base, expect, type Settings } from "./support/server.ts";

interface Fixtures {
  settings: Settings;
  clerk: { url: string; emulator: Emulator };
}

const test = base.extend<Fixtures>({
  settings: [{}, { option: true }],
  clerk: async ({ startServer, settings }, use) => {
    const PORT = String(await findFreePort());
    const emulator = await startEmulator({ appUrl: `http://localhost:${PORT}` });
    const provider = { AUTH_PROVIDER: "clerk", ...emulator.env, ...settings };
    const { url } = await startServer({ PORT, ...provider });
    await use({ url, emulator });
    await emulator.stop();
  },
});

async function signIn(page: Page, { url, emulator }: Fixtures["clerk"]): Promise<void> {
  await page.goto(url);
  await scenario.signIn(page, emulator.users.alice);
  await expect(chatOf(page).composer).toBeEditable();
}

test.describe("without a JWT template, and with TOKEN_RETRIEVAL=client", { tag: "@clerk" }, () => {
  test.use({ settings: { CLERK_JWT_TEMPLATE: "", TOKEN_RETRIEVAL: "client" } });

  test("the chat works, and the session token itself is exchanged", async ({ page, clerk }) => {
    await signIn(page, clerk);
    const chat = chatOf(page);
    await chat.ask("List accounts at risk");
    await expect(chat.transcript.getByRole("table")).toBeVisible();
    const cookies = await page.context().cookies(clerk.url);
    const token = cookies.find(({ name }) => name === "__session")?.value ?? "";
    expect((await exchange(clerk.url, token)).status).toBe(200);
  });
});

test("while Clerk is away a page can be loaded within the minute, and signed out of", {
  tag: "@clerk",
}, async ({ page, clerk }) => {
  await signIn(page, clerk);
  await clerk.emulator.stop();
  await page.reload();
  const chat = chatOf(page);
  await chat.ask("hello");
  await chat.answered();
  await chat.signOut(clerk.emulator.users.alice);
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
});
