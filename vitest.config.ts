import { globSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { findPostgres } from "./scripts/lib/find-postgres.mjs";

const EVERY_TEST = "{adapters,app,components,drizzle,lib,scripts,server,test}/**/*.test.{ts,tsx}";
/** What the drivers have to do alike: the two walls, the migrations, and routes from end to end. */
const DRIVER_TESTS = [
  "drizzle/{migrate,server,statement,with-owner}.test.ts",
  "app/v1/threads/runs/runs.test.ts",
];
/** What only a database server has: outages, roles, and several instances. */
const SERVER_TESTS = [
  "adapters/shared/renewal.instances.test.ts",
  "drizzle/{migrate,outage,outage-pages,pooler,server}.test.ts",
  "lib/admin/doctor/{database,walls}.test.ts",
  "scripts/{admin,hosted-neon}.test.ts",
  "scripts/bench/scale/plans.test.ts",
];
/** What only the embedded database has. */
const EMBEDDED_TESTS = [
  "app/health/route.test.ts",
  "drizzle/drivers/{engine,full-disk,pglite}.test.ts",
  "lib/trust/app-secret.test.ts",
  "scripts/create-key.test.ts",
];
/** What only Neon's driver has. */
const NEON_TESTS = ["adapters/neon/{accounts,find-session}.test.ts"];

/** The first runs every test; the others compare drivers, on a complete run by whatever stores something. */
const databases = findPostgres()
  ? (["postgres", "pglite", "neon"] as const)
  : (["pglite"] as const);
const comparedTests = process.env.TEST_ALL ? findStorageTests() : DRIVER_TESTS;

function findStorageTests(): string[] {
  return globSync(EVERY_TEST).filter((file) =>
    /\bprovideData(Dir|base)\(/.test(readFileSync(file, "utf8")),
  );
}

const onDatabase = (name: "postgres" | "pglite" | "neon") => ({
  extends: true as const,
  test: {
    name,
    include: [
      ...(name === databases[0] ? [EVERY_TEST] : comparedTests),
      ...(name === "pglite" ? EMBEDDED_TESTS : []),
      ...(name === "neon" ? NEON_TESTS : []),
    ],
    exclude: [
      ...(name === "pglite" ? SERVER_TESTS : EMBEDDED_TESTS),
      ...(name === "neon" ? [] : NEON_TESTS),
    ],
    globalSetup: name === "pglite" ? "test/data-dir-template.ts" : "test/postgres/global-setup.ts",
    env: { TEST_DATABASE: name },
  },
});

export default defineConfig({
  test: {
    // It imports "next/server", which only a bundler resolves.
    server: { deps: { inline: ["next-auth"] } },
    // Tests of what is refused would soon be over the limit of one address, and those of runs over one user's.
    env: { EXCHANGE_RATE_LIMIT: "1000000", RUN_LIMIT: "1000000" },
    maxWorkers: availableParallelism(),
    execArgv: [`--import=${new URL("./scripts/lib/quick-imports.mjs", import.meta.url)}`],
    // Loading packages takes longer than most tests: a process keeps them for the next file.
    isolate: false,
    setupFiles: "test/fresh-start.ts",
    testTimeout: 10_000,
    hookTimeout: 10_000,
    // As in the browser: a second is not enough where another process takes a core.
    expect: { poll: { timeout: 5_000 } },
    projects: [
      ...databases.map(onDatabase),
      {
        extends: true,
        test: {
          name: "protocol",
          include: ["e2e/protocol/*.test.ts"],
          // What needs a backend of our own cannot be tried on somebody else's.
          exclude: process.env.PROTOCOL_URL ? ["e2e/protocol/own-*"] : [],
          globalSetup: [
            ...(process.env.PROTOCOL_URL ? [] : ["test/data-dir-template.ts"]),
            "e2e/protocol/support/global-setup.ts",
          ],
        },
      },
    ],
  },
});
