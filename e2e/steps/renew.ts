import { expect, type Page } from "@playwright/test";
import { chatOf } from "../support/chat.ts";
import type { Stage } from "./stage.ts";

const EXPIRIES = 5;

/** Five expiries, two tabs with five requests each, five refreshes, and the page does not notice. */
export async function renewTogether(stage: Stage, second: Page): Promise<void> {
  const { page, emulator, scenario } = stage;
  const { tokenLifetime = 0 } = scenario;
  const loads = countLoads(page);
  for (let count = 1; count <= EXPIRIES; count += 1) {
    const before = await emulator.refreshes();
    await stage.letPass(tokenLifetime);
    const statuses = await Promise.all([askForUserToken(page), askForUserToken(second)]);
    expect(statuses.flat()).toEqual(Array(10).fill(200));
    expect(await emulator.refreshes()).toBe(before + 1);
  }
  await stage.settled();
  const chat = chatOf(page);
  await chat.ask("hello");
  await chat.answered();
  expect(loads.count).toBe(0);
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
    const ask = async () => {
      const response = await fetch("/user-token");
      await response.text();
      return response.status;
    };
    return Promise.all(Array.from({ length: 5 }, ask));
  });
}
