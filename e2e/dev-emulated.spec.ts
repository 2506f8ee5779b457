import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { nodeBinary } from "../scripts/lib/node-binary.mjs";
import { root } from "../scripts/lib/root.mjs";
import { users } from "./emulators/emulator.ts";
import { signIn } from "./providers/oidc-login.ts";
import { chatOf } from "./support/chat.ts";
import { findFreePort } from "./support/free-port.ts";

test("npm run dev:emulated serves the app with a provider to sign in at, and ends both", async ({
  page,
}) => {
  test.setTimeout(180_000);
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
    },
  });
  const ended = once(dev, "close");
  let output = "";
  const ready = new Promise<void>((resolve) => {
    dev.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (output.includes("Ready in")) resolve();
    });
  });
  try {
    await Promise.race([ready, ended]);
    const issuer = /AUTH_GOOGLE_ISSUER=(.*)/.exec(output)?.[1] ?? "";
    await page.goto(url, { timeout: 120_000 });
    await signIn(page, users.alice);
    await expect(chatOf(page).composer).toBeEditable({ timeout: 120_000 });
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
