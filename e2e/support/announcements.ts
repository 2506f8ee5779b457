import type { Page } from "@playwright/test";

/** Records everything that the live regions of the page's documents say. To be called before the first one. */
export async function recordAnnouncements(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    const listen = () => {
      for (const region of document.querySelectorAll("[role=status], [role=alert]")) {
        const text = region.textContent?.trim();
        if (text && !said.includes(text)) said.push(text);
      }
    };
    new MutationObserver(listen).observe(document, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
  return () => page.evaluate(() => (window as unknown as { said: string[] }).said);
}
