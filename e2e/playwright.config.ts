import { availableParallelism } from "node:os";
import { defineConfig, devices } from "@playwright/test";
import { findBrowser } from "../scripts/lib/find-browser.mjs";

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.ts",
  // What needs a server of our own cannot be tried on somebody else's.
  testIgnore: process.env.PROTOCOL_URL ? "protocol/own-server.spec.ts" : [],
  globalSetup: "./support/template.ts",
  outputDir: "../test-results",
  workers: availableParallelism(),
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // Limits end what hangs: a step has one of its own, and a test three times what the longest takes alone.
  // Where a process is started, the test or the fixture says more.
  timeout: 45_000,
  expect: { timeout: 5_000, toPass: { timeout: 10_000 } },
  // `npm test` adds up the counts of the last one, which writes where PLAYWRIGHT_JSON_OUTPUT_FILE says.
  reporter: [
    ["list"],
    ["./support/step-table.ts"],
    ...(process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [["json"] as ["json"]] : []),
  ],
  use: {
    ...devices["Desktop Chrome"],
    launchOptions: { executablePath: await findBrowser() },
    actionTimeout: 5_000,
    navigationTimeout: 10_000,
    trace: "off",
    screenshot: "only-on-failure",
  },
});
