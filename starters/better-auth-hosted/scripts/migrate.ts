import { existsSync } from "node:fs";
import { isEnvError } from "#lib/base/env.ts";
import { providerTrust } from "../adapters/about.ts";
import { makeTables } from "./lib/make-tables.ts";

/** Makes what Better Auth needs and the database at DATABASE_URL lacks. */
for (const file of [".env.local", ".env"]) if (existsSync(file)) process.loadEnvFile(file);
try {
  await providerTrust();
  console.log(`The database has all tables. Made now: ${await makeTables()}.`);
  process.exit(0);
} catch (error) {
  console.error(isEnvError(error) ? error.message : error);
  process.exit(1);
}
