import { defineConfig, devices } from "@playwright/test";
import { findBrowser } from "../scripts/lib/find-browser.mjs";

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.ts",
  // What needs a server of our own cannot be tried on somebody else's.
  testIgnore: process.env.PROTOCOL_URL ? "protocol/own-server.spec.ts" : [],
  globalSetup: "./support/template.ts",
  outputDir: "../test-results",
  // Each worker has a server of its own, and there may be no more than two cores.
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // Two workers, each with a browser and a server, on cores that may be busy with something else:
  // a limit is there to end what hangs, it says nothing about speed.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  // `npm test` adds up the counts of the last one, which writes where PLAYWRIGHT_JSON_OUTPUT_FILE says.
  reporter: [
    ["list"],
    ["./support/step-table.ts"],
    ...(process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [["json"] as ["json"]] : []),
  ],
  use: {
    ...devices["Desktop Chrome"],
    launchOptions: { executablePath: await findBrowser() },
    trace: "off",
    screenshot: "only-on-failure",
  },
});
