import type { BrowserContext, Request } from "@playwright/test";
import { expect } from "./server.ts";

/** For a browser before its first page: returns what clears its cookies so that no answer on its way brings one back. */
export function makeDropCookies(context: BrowserContext): () => Promise<void> {
  const inFlight = new Set<Request>();
  context.on("request", (request) => inFlight.add(request));
  context.on("requestfinished", (request) => inFlight.delete(request));
  context.on("requestfailed", (request) => inFlight.delete(request));
  return () =>
    expect(async () => {
      await context.clearCookies();
      expect(inFlight.size).toBe(0);
      expect(await context.cookies()).toEqual([]);
    }).toPass();
}
