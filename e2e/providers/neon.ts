import { expect } from "@playwright/test";
import { findPostgres } from "../../scripts/lib/find-postgres.mjs";
import { endWithRows } from "../steps/neon-sessions.ts";
import type { Stage } from "../steps/stage.ts";
import { hosted, sources } from "./oidc-login.ts";
import type { Scenario } from "./scenario.ts";

/** Its sessions are rows, which hold no token that expires. */
const scenario: Scenario = {
  provider: "neon",
  ...hosted,
  renew: undefined,
  special: linkNothing,
};

/** Alice's address has come by Google, so it does not open anything by another source. */
async function linkNothing(stage: Stage): Promise<void> {
  const page = await stage.browser.newPage();
  for (const label of ["GitHub", "Example"]) {
    await sources[label]?.(stage, page);
    const words = "This e-mail address has an account here by another way to sign in.";
    await expect(page.getByRole("alert").filter({ hasText: words })).toBeVisible();
    expect((await page.request.get(`${stage.server.url}/user-token`)).status()).toBe(401);
  }
  const unset = Object.keys(stage.emulator.further ?? {}).map((name) => [name, ""]);
  await stage.server.restart(Object.fromEntries(unset));
  await page.close();
  await endWithRows(stage);
}

/** None where there is no PostgreSQL, which `npm test` then says in its last line. */
export const scenarios = findPostgres() ? [scenario] : [];
