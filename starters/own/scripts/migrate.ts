import { existsSync } from "node:fs";
import { migrateDatabase } from "#drizzle/client.ts";

/** Applies the migrations that the database at DATABASE_URL lacks. */
for (const file of [".env.local", ".env"]) if (existsSync(file)) process.loadEnvFile(file);
const { kind, count } = await migrateDatabase();
console.log(`The ${kind} database has all ${count} migrations.`);
process.exit(0);
