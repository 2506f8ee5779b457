import {
  type RateLimiterAbstract,
  RateLimiterDrizzle,
  RateLimiterMemory,
} from "rate-limiter-flexible";
import { getDb } from "#drizzle/client.ts";
import { rateLimits } from "#drizzle/schema/settings.ts";
import { appEnv } from "#lib/base/env.ts";
import { processWide } from "#lib/base/process.ts";

/** The limiter of this name: `points` in `duration` seconds, kept where RATE_LIMIT_STORE says. */
export function rateLimiter(
  name: string,
  points: number,
  duration: number,
): Promise<RateLimiterAbstract> {
  return processWide(`${name}-limiter`, async () => {
    const options = { keyPrefix: name, points, duration };
    const memory = new RateLimiterMemory(options);
    if (appEnv().RATE_LIMIT_STORE === "memory") return memory;
    return new RateLimiterDrizzle({
      ...options,
      storeClient: await getDb(),
      schema: rateLimits,
      // While the database is down each instance counts for itself.
      insuranceLimiter: memory,
      // A client over the limit costs no more statements.
      inMemoryBlockOnConsumed: points + 1,
    });
  });
}
