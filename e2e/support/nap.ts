import { expect, type Page, type Request } from "@playwright/test";

const TOKEN_PATHS = ["/oauth/token", "/user-token"];
const PATIENCE = 15_000; // milliseconds; while a provider is away its SDK may try for seconds

interface Clock {
  forward(milliseconds: number): Promise<void>;
}

/**
 * Makes time pass for processes and a page, whose timers fire as if its machine had been asleep. Timers
 * would end a request for a token that is on its way, so none is at the beginning, nor at the end.
 */
export function makeNaps(page: Page, clocks: Clock[]): (seconds: number) => Promise<void> {
  const pending = new Set<Request>();
  page.on("request", (request) => {
    if (TOKEN_PATHS.includes(new URL(request.url()).pathname)) pending.add(request);
  });
  page.on("requestfinished", (request) => pending.delete(request));
  page.on("requestfailed", (request) => pending.delete(request));
  const idle = () =>
    expect.poll(() => pending.size, { timeout: PATIENCE, intervals: [50] }).toBe(0);
  return async (seconds) => {
    await idle();
    await Promise.all(clocks.map((clock) => clock.forward(seconds * 1_000)));
    await page.clock.fastForward(seconds * 1_000);
    await idle();
  };
}
