import { expect, type Page, type Request } from "@playwright/test";

const QUIET = 500; // milliseconds

/**
 * Watches a page from now on. What comes back waits until the page has loaded its scripts: none is on its way,
 * and nothing was asked for or answered for half a second. "networkidle" waits for what is no script, too, and
 * may so wait for ever.
 */
export function watchRest(page: Page): () => Promise<void> {
  const onTheirWay = new Set<Request>();
  let changedAt = Date.now();
  const note = (change: () => void) => {
    changedAt = Date.now();
    change();
  };
  page.on("request", (request) =>
    note(() => request.resourceType() === "script" && onTheirWay.add(request)),
  );
  for (const end of ["requestfinished", "requestfailed"] as const) {
    page.on(end as "requestfinished", (request) => note(() => onTheirWay.delete(request)));
  }
  return async () => {
    await page.waitForLoadState("load");
    const rests = () => onTheirWay.size === 0 && Date.now() - changedAt >= QUIET;
    await expect.poll(rests, { intervals: [50] }).toBe(true);
  };
}
