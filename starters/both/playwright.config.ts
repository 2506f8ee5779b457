import { defineConfig, devices } from "@playwright/test";
import { findBrowser } from "#scripts/lib/find-browser.mjs";

const port = process.env.TEST_PORT || "3100";

export default defineConfig({
  testDir: "e2e",
  // It signs in at the emulator, where there are two people.
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  // For a machine that does something else as well.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    ...devices["Desktop Chrome"],
    baseURL: `http://localhost:${port}`,
    launchOptions: { executablePath: await findBrowser() },
    screenshot: "only-on-failure",
  },
  webServer: {
    command: "node scripts/serve.ts --emulated",
    url: `http://localhost:${port}`,
    env: { PORT: port },
    // It builds the app first.
    timeout: 300_000,
    stdout: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 5_000 },
  },
});
