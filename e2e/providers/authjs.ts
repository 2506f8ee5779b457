import { expect, type Page } from "@playwright/test";
import type { Stage } from "../steps/stage.ts";
import { hosted, sources, takeSourcesAway } from "./oidc-login.ts";
import type { Scenario } from "./scenario.ts";

export const scenario: Scenario = {
  provider: "authjs",
  tokenLifetime: 3_600,
  ...hosted,
  methods: sources,
  special: loseSources,
  client: { hook: "GET /auth/session", endBySdk },
};

async function endBySdk(tab: Page, dropCookies: () => Promise<void>): Promise<void> {
  await dropCookies();
  await tab.evaluate(() => new BroadcastChannel("next-auth").postMessage({ event: "session" }));
}

async function loseSources(stage: Stage): Promise<void> {
  const page = await stage.browser.newPage();
  await sources.GitHub?.(stage, page);
  await expect(page.getByRole("button", { name: /^Account: / })).toBeVisible();
  await takeSourcesAway(stage, page);
  await page.close();
}
