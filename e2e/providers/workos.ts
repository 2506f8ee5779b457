import { hosted } from "./oidc-login.ts";
import type { Scenario } from "./scenario.ts";

export const scenario: Scenario = {
  provider: "workos",
  tokenLifetime: 300,
  ...hosted,
  // By a server action of the page.
  client: { hook: "GET /auth/session" },
  ownToken: {},
};
