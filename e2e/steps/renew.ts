import { expect, type Page } from "@playwright/test";
import { chatOf } from "../support/chat.ts";
import type { Stage } from "./stage.ts";

/** Seconds that a provider token is used before it is renewed. */
export const LIFETIME = 4;
const EXPIRIES = 5;

/** Five expiries, two tabs with five requests each, five refreshes, and the page does not notice. */
export async function renewTogether({ page, emulator }: Stage, second: Page): Promise<void> {
  const loads = countLoads(page);
  // So that the age of the token is known.
  await expired();
  await askForUserToken(page);
  for (let count = 1; count <= EXPIRIES; count += 1) {
    const before = emulator.refreshes();
    await expired();
    const statuses = await Promise.all([askForUserToken(page), askForUserToken(second)]);
    expect(statuses.flat()).toEqual(Array(10).fill(200));
    expect(emulator.refreshes()).toBe(before + 1);
  }
  const chat = chatOf(page);
  await chat.ask("hello");
  await chat.answered();
  expect(loads.count).toBe(0);
}

/** Resolves when a token that was issued just now has expired. */
export async function expired(lifetime = LIFETIME): Promise<void> {
  const issuedAt = Date.now();
  const age = () => (Date.now() - issuedAt) / 1_000;
  await expect.poll(age, { intervals: [100] }).toBeGreaterThan(lifetime);
}

/** How often a page is loaded from now on. */
export function countLoads(page: Page): { count: number } {
  const loads = { count: 0 };
  page.on("load", () => {
    loads.count += 1;
  });
  return loads;
}

/** The statuses of five requests at once, all with the cookie of the moment. */
function askForUserToken(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const ask = async () => (await fetch("/user-token")).status;
    return Promise.all(Array.from({ length: 5 }, ask));
  });
}
