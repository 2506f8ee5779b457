import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeBinary } from "../scripts/lib/node-binary.mjs";
import { root } from "../scripts/lib/root.mjs";
import { findFreePort } from "./support/free-port.ts";
import { expect, test } from "./support/server.ts";

const COMPILE_LIMIT = 60_000; // milliseconds, for one page

test("npm run dev:emulated serves the app with a provider to sign in at, and ends both", {
  tag: "@all",
}, async ({ page }) => {
  // It compiles what is asked for.
  test.setTimeout(3 * COMPILE_LIMIT);
  const url = `http://localhost:${await findFreePort()}`;
  // Not within the project, where the development server would take its changes for edits.
  const DATA_DIR = mkdtempSync(join(tmpdir(), "tambo-users-dev-"));
  const dev = spawn(nodeBinary(), ["scripts/emulate.mjs", "--dev", "authjs"], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: "development",
      APP_URL: url,
      PORT: new URL(url).port,
      DATA_DIR,
      AUTH_URL: "https://evil.example",
    },
  });
  const ended = once(dev, "close");
  let output = "";
  const ready = new Promise<void>((resolve) => {
    for (const stream of [dev.stdout, dev.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        if (output.includes("Ready in")) resolve();
      });
    }
  });
  try {
    await Promise.race([ready, ended]);
    const issuer = /AUTH_GOOGLE_ISSUER=(.*)/.exec(output)?.[1] ?? "";
    await page.goto(url, { timeout: COMPILE_LIMIT });
    await page.getByRole("link", { name: "Sign in" }).click({ timeout: COMPILE_LIMIT });
    await expect(page).toHaveURL((address) => address.origin === issuer, {
      timeout: COMPILE_LIMIT,
    });
    await expect(page.getByRole("heading", { name: "Emulated provider" })).toBeVisible();
    expect(output.match(/.*is ignored: every address comes from APP_URL/g)).toEqual([
      "AUTH_URL is ignored: every address comes from APP_URL",
    ]);
    const nothing = await fetch(`${url}/v1/nothing`, { method: "POST" });
    expect(nothing.status).toBe(404);
    expect(await nothing.json()).toMatchObject({ code: "NOT_FOUND" });
    dev.kill("SIGINT");
    expect((await ended)[0]).toBe(0);
    for (const address of [url, issuer])
      await expect(fetch(address)).rejects.toThrow("fetch failed");
  } finally {
    dev.kill("SIGTERM");
    await ended;
    rmSync(DATA_DIR, { recursive: true });
  }
});
