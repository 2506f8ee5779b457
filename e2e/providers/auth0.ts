import { expect } from "@playwright/test";
import type { Stage } from "../steps/stage.ts";
import { hosted } from "./oidc-login.ts";
import type { Scenario } from "./scenario.ts";

export const scenario: Scenario = {
  provider: "auth0",
  tokenLifetime: 3_600,
  ...hosted,
  client: { hook: "GET /auth/profile" },
  ownToken: {
    settings: { AUTH0_AUDIENCE: "https://another.example/api" },
    lose: findRefused,
  },
};

/** A session whose token is for another API than the app's now: it is forgotten, and the next one is asked for afresh. */
async function findRefused({ page, server }: Stage): Promise<void> {
  expect((await page.goto(server.url))?.status()).toBe(200);
  await expect(page.getByRole("main").getByRole("alert")).toContainText(
    "signed you in to another app",
  );
  const cookies = (await page.context().cookies(server.url)).map(({ name }) => name);
  expect(cookies.filter((name) => name.startsWith("tambo-users.auth0"))).toEqual([]);
}
