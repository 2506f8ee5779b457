import { expect, type Page } from "@playwright/test";
import { readUserToken } from "../support/api.ts";
import type { AppServer } from "../support/server.ts";
import { signUpBrowser } from "../support/users.ts";
import { readCookie, type Stage, signInAt } from "./stage.ts";

/**
 * A browser, to which all ports of a host are one, has a session of another adapter: nobody is signed
 * in by that. With both, each server sees its own user.
 */
export async function signInBesideOther(
  stage: Stage,
  page: Page,
  betterAuth: AppServer,
): Promise<void> {
  const { server, emulator } = stage;
  await signUpBrowser(page.context(), betterAuth.url);
  const readOwner = async () =>
    (await readUserToken(betterAuth.url, await readCookie(stage, page))).ownerId;
  const owner = await readOwner();
  await page.goto(server.url);
  expect(await page.evaluate(async () => (await fetch("/user-token")).status)).toBe(401);
  await signInAt(stage, page, emulator.users.alice);
  expect(await readOwner()).toBe(owner);
  const { ownerId } = await readUserToken(server.url, await readCookie(stage, page));
  expect(ownerId).not.toBe(owner);
}
