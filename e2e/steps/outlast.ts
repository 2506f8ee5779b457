import { expect } from "@playwright/test";
import type { Outage } from "../providers/scenario.ts";
import { chatOf } from "../support/chat.ts";
import { expired } from "./renew.ts";
import type { Stage } from "./stage.ts";

/** The provider is gone: who is signed in goes on, others are told, and no page is an error. */
export async function outlast(stage: Stage, outage: Outage): Promise<void> {
  const { page, browser, server, emulator } = stage;
  const chat = chatOf(page);
  await (emulator.stopSignIn ?? emulator.stop)();
  await expired();
  await chat.ask("hello");
  await chat.answered();

  const visitor = await browser.newPage();
  await visitor.goto(server.url);
  await outage.tryToSignIn(visitor, emulator.users.bob);
  const alert = visitor.getByRole("alert").filter({ hasText: outage.message });
  await expect(alert).toBeVisible();
  await visitor.close();

  await outage.lookAgain(stage);
}

/** The session outlives the outage: a page is loaded, and can be signed out of. */
export async function goOn({ page, server, emulator }: Stage): Promise<void> {
  const chat = chatOf(page);
  expect((await page.goto(server.url))?.status()).toBe(200);
  await chat.ask("hello");
  await chat.answered();
  await chat.signOut(emulator.users.alice);
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
}
