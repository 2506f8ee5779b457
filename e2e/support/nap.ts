import { expect, type Page, type Request } from "@playwright/test";

const TOKEN_PATHS = ["/oauth/token", "/user-token"];
const PATIENCE = 15_000; // milliseconds; while a provider is away its SDK may try for seconds

interface Clock {
  forward(milliseconds: number): Promise<void>;
}

export interface Naps {
  /** Lets seconds pass at once for the processes and the page, whose timers fire as if its machine had been asleep. */
  letPass(seconds: number): Promise<void>;
  /** Resolves when the page has an answer to each of its requests for a token. */
  settled(): Promise<void>;
}

/** For a page that is not closed before the last nap. Its timers would end a request that is on its way, so none is. */
export function makeNaps(page: Page, clocks: Clock[]): Naps {
  const pending = new Set<Request>();
  page.on("request", (request) => {
    if (TOKEN_PATHS.includes(new URL(request.url()).pathname)) pending.add(request);
  });
  page.on("requestfinished", (request) => pending.delete(request));
  page.on("requestfailed", (request) => pending.delete(request));
  const settled = () =>
    expect.poll(() => pending.size, { timeout: PATIENCE, intervals: [50] }).toBe(0);
  return {
    settled,
    async letPass(seconds) {
      await settled();
      await Promise.all(clocks.map((clock) => clock.forward(seconds * 1_000)));
      await page.clock.fastForward(seconds * 1_000);
    },
  };
}
