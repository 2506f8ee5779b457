import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator } from "#e2e/emulators/index.ts";
import { serve } from "#scripts/lib/serve.ts";
import { providerAbout, providerTrust } from "../adapters/about.ts";

await serve({
  readTrust: providerTrust,
  settings: ["APP_URL", "DATABASE_URL"],
  async emulate(appUrl, isTest) {
    const { name, label, emulator } = providerAbout();
    // The same address each time, because it is part of who a user is. Tests begin anew.
    const port = isTest ? undefined : emulator?.port;
    const { env, users } = await startEmulator(name, { appUrl, port });
    const { email, password } = users.alice;
    console.log(
      emulator
        ? `There are no settings in .env.local, so ${label} is emulated on this machine.\n` +
            `Sign in as ${email} with the password ${password}.`
        : "Create an account in the app to sign in.",
    );
    return { APP_URL: appUrl, ...env, ...(isTest && { DATA_DIR: temporaryFolder() }) };
  },
});

/** It is gone with this process. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "app-data-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
