import { randomBytes } from "node:crypto";
import { startEmulator } from "#e2e/emulators/index.ts";
import { startTambo } from "#e2e/emulators/tambo.ts";
import { serve } from "#scripts/lib/serve.ts";
import { providerAbout, providerTrust } from "../adapters/about.ts";

await serve({
  readTrust: providerTrust,
  settings: ["TAMBO_API_KEY"],
  async emulate(appUrl) {
    const { name, label } = providerAbout();
    const [provider, tambo] = await Promise.all([
      startEmulator(name, { appUrl }),
      startTambo(appUrl),
    ]);
    const { email, password } = provider.users.alice;
    console.log(
      `There are no settings in .env.local, so ${label} and Tambo are emulated on this machine.\n` +
        `Sign in as ${email} with the password ${password}.`,
    );
    const APP_SECRET = randomBytes(32).toString("base64url");
    const own = { APP_URL: appUrl, APP_SECRET, TAMBO_API_KEY: "emulated", TAMBO_URL: tambo.url };
    return { ...own, ...provider.env };
  },
});
