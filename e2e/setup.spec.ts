import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeBinary } from "../scripts/lib/node-binary.mjs";
import { root } from "../scripts/lib/root.mjs";
import { findFreePort } from "./support/free-port.ts";
import { expect, test } from "./support/server.ts";
import { serverEnvironment } from "./support/server-process.ts";

const COMPILE_LIMIT = 60_000; // milliseconds, for one page

test("there is no /setup in production", async ({ page }) => {
  expect((await page.goto("/setup"))?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "This page does not exist" })).toBeVisible();
});

test("in development each page says what the configuration lacks, with addresses to copy", {
  tag: "@all",
}, async ({ page, context }) => {
  // It compiles what is asked for.
  test.setTimeout(2 * COMPILE_LIMIT);
  const PORT = String(await findFreePort());
  const url = `http://localhost:${PORT}`;
  // Not within the project, where the development server would take its changes for edits.
  const DATA_DIR = mkdtempSync(join(tmpdir(), "tambo-users-dev-"));
  const settings = { PORT, DATA_DIR, AUTH_PROVIDER: "auth0", AUTH0_CLIENT_SECRET: "a-secret" };
  const dev = spawn(nodeBinary(), ["scripts/start.mjs", "--dev"], {
    cwd: root,
    env: { ...serverEnvironment(settings), NODE_ENV: "development" },
  });
  const ended = once(dev, "close");
  const ready = new Promise<void>((resolve) => {
    dev.stderr.resume();
    dev.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (text.includes("Ready in")) resolve();
    });
  });
  try {
    await Promise.race([ready, ended]);
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto(`${url}/t/thr_1`, { timeout: COMPILE_LIMIT });
    await expect(
      page.getByRole("heading", { name: "The configuration is not usable yet" }),
    ).toBeVisible({ timeout: COMPILE_LIMIT });
    const findings = page.getByRole("main").getByRole("listitem");
    for (const name of ["AUTH0_DOMAIN", "AUTH0_CLIENT_ID", "AUTH0_AUDIENCE"]) {
      await expect(
        findings.filter({ hasText: `problem: ${name}: is missing: ` }).getByText(/^Set it in /),
      ).toBeVisible();
    }
    await expect(page.getByRole("main")).not.toContainText("AUTH0_CLIENT_SECRET");
    await expect(page.getByRole("main")).not.toContainText("a-secret");
    const callbacks = findings.filter({ hasText: "to the allowed callback URLs" });
    // The page is shown before its script is compiled, and until then a button does nothing.
    await expect(async () => {
      await callbacks.getByRole("button", { name: "Copy Address" }).first().click();
      await expect(callbacks.getByRole("button", { name: "Copied" })).toBeVisible({
        timeout: 1_000,
      });
    }).toPass({ timeout: COMPILE_LIMIT });
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(`${url}/auth/callback`);
  } finally {
    dev.kill("SIGTERM");
    await ended;
    rmSync(DATA_DIR, { recursive: true });
  }
});
