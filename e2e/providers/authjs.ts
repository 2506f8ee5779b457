import type { Page } from "@playwright/test";
import { hosted } from "./oidc-login.ts";
import type { Scenario } from "./scenario.ts";

export const scenario: Scenario = {
  provider: "authjs",
  tokenLifetime: 3_600,
  ...hosted,
  client: { hook: "GET /auth/session", endBySdk },
};

async function endBySdk(tab: Page, dropCookies: () => Promise<void>): Promise<void> {
  await dropCookies();
  await tab.evaluate(() => new BroadcastChannel("next-auth").postMessage({ event: "session" }));
}
