import { randomBytes } from "node:crypto";
import { startTambo } from "#e2e/emulators/tambo.ts";
import { serve } from "#scripts/lib/serve.ts";
import { providerTrust } from "../adapters/about.ts";
import { startLocalDatabase } from "./lib/local-database.ts";
import { makeTables } from "./lib/make-tables.ts";

const DATA = ".data";

await serve({
  settings: ["TAMBO_API_KEY"],
  async readTrust() {
    if (!process.env.DATABASE_URL) {
      process.env.DATABASE_URL = await startLocalDatabase(DATA);
      console.log(
        `Without DATABASE_URL users and sessions are in ${DATA}, which is for development.`,
      );
    }
    await providerTrust();
    await makeTables();
  },
  async emulate(appUrl, isTest) {
    const tambo = await startTambo(appUrl);
    console.log(
      "There are no settings in .env.local, so Tambo is emulated on this machine.\n" +
        "Create an account in the app to sign in.",
    );
    const APP_SECRET = randomBytes(32).toString("base64url");
    const own = { APP_URL: appUrl, APP_SECRET, TAMBO_API_KEY: "emulated", TAMBO_URL: tambo.url };
    return isTest ? { ...own, DATABASE_URL: await startLocalDatabase() } : own;
  },
});
