import { RateLimiterMemory } from "rate-limiter-flexible";
import { processWide } from "#lib/base/process.ts";

/** The limiter of this name: `points` in `duration` seconds. Each instance counts for itself. */
export const rateLimiter = async (name: string, points: number, duration: number) =>
  processWide(
    `${name}-limiter`,
    () => new RateLimiterMemory({ keyPrefix: name, points, duration }),
  );
