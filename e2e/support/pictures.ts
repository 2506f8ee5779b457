import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { root } from "../../scripts/lib/root.mjs";
import { expect } from "./server.ts";

export const PHONE = { width: 390, height: 844 }; // CSS pixels
const THEMES = ["light", "dark"] as const;

/** Pictures to look at after a run: light, dark, and on a phone. Git ignores the folder. */
export async function takePictures(page: Page, name: string): Promise<void> {
  const take = (look: string) =>
    page.screenshot({
      path: join(root, "test-results", "pictures", `${name}-${look}.png`),
      animations: "disabled",
    });
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme });
    await take(colorScheme);
  }
  await page.emulateMedia({ colorScheme: "light" });
  const desktop = page.viewportSize();
  await page.setViewportSize(PHONE);
  await take("phone");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
  if (desktop) await page.setViewportSize(desktop);
}

/** Expects axe to find nothing on the page, in light and in dark. */
export async function expectNoViolations(page: Page): Promise<void> {
  for (const colorScheme of THEMES) {
    // A colour on its way from one theme to the other is neither's.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
    expect(found, `${page.url()} in ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}
