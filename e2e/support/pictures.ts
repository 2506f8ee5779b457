import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { root } from "../../scripts/lib/root.mjs";
import { expect } from "./server.ts";

export const PHONE = { width: 390, height: 844 }; // CSS pixels

/** What a theme can change about a page; all else is the same in both. */
const RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"];

/**
 * Expects a page not to scroll sideways on a phone. `npm run pictures` takes pictures of it, too:
 * light, dark, and on the phone. Git ignores their folder.
 */
export async function lookAt(page: Page, name: string): Promise<void> {
  const take = async (look: string) => {
    if (!process.env.PICTURES) return;
    const path = join(root, "test-results", "pictures", `${name}-${look}.png`);
    await page.screenshot({ path, animations: "disabled" });
  };
  for (const colorScheme of process.env.PICTURES ? (["dark", "light"] as const) : []) {
    await page.emulateMedia({ colorScheme });
    await take(colorScheme);
  }
  const desktop = page.viewportSize();
  await page.setViewportSize(PHONE);
  await take("phone");
  await expectToFit(page);
  if (desktop) await page.setViewportSize(desktop);
}

/** Expects nothing to reach over the edge of the phone that the page is on. */
export async function expectToFit(page: Page): Promise<void> {
  const width = await page.evaluate(() => {
    const { documentElement } = document;
    // Its first call comes with the next picture, before which scripts hear of a new size, too.
    const laidOut = new Promise((resolve) => new ResizeObserver(resolve).observe(documentElement));
    return laidOut.then(() => documentElement.scrollWidth);
  });
  expect(width, page.url()).toBe(PHONE.width);
}

/** Expects axe to find nothing on the page: by every rule in light, by those of colour in dark. */
export async function expectNoViolations(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    // A colour on its way from one theme to the other is neither's.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // Next takes the title away with a page's old tree, and brings the new one a moment later.
    await expect(page).toHaveTitle(/./);
    // The other mode takes three times as long, for frames, which no page of ours has.
    const axe = new AxeBuilder({ page }).setLegacyMode();
    if (colorScheme === "dark") axe.withRules(RULES_OF_COLOUR);
    const { violations } = await axe.analyze();
    const found = violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]);
    expect(found, `${page.url()} in ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}
