import type { PolicySources } from "../contracts.ts";
import { readConfig } from "./config.ts";

/** What clerk-js loads and talks to: its Frontend API, a worker that keeps time, the bot check. */
export function policySources(): PolicySources {
  const { host, emulator } = readConfig();
  return {
    "connect-src": emulator ? [] : [`https://${host}`],
    "worker-src": ["'self'", "blob:"],
    "frame-src": ["https://challenges.cloudflare.com"],
  };
}
