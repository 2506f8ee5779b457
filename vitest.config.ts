import { defineConfig } from "vitest/config";
import { findPostgres } from "./scripts/lib/find-postgres.mjs";

const EVERY_TEST = ["{adapters,app,components,drizzle,lib,scripts,server,test}/**/*.test.{ts,tsx}"];
/** What stores something: these run once more on each of the other databases. */
const STORAGE_TESTS = [
  "drizzle/*.test.ts",
  "lib/{api-keys,projects,activity,admins,owners,list-owners,delete-user,suggestions/*,threads/*,runs/*,tokens/*,trust/*}.test.ts",
  "app/v1/**/*.test.ts",
  "adapters/better-auth/*.test.ts",
];
const NO_STORAGE_TESTS = [
  "lib/threads/cut-name.test.ts",
  "drizzle/{data-dir,client,roles}.test.ts",
  "app/v1/threads/runs/real-models.test.ts",
  "lib/runs/{random-scripts,refused-calls}.test.ts",
  "lib/runs/{answer-sections,complete-json,component-tools,find-misfits,fit-schema,json-schema,model,props-patch}.test.ts",
  "lib/tokens/{hosted-elsewhere,owner-id,provider-token,key-set,inspect-token,trusted-keys}.test.ts",
  "lib/trust/{discovery,issuer-input,pasted-keys}.test.ts",
];

/** What only a database server has. */
const SERVER_TESTS = ["drizzle/{server,migrate}.test.ts"];
/** What only Neon's driver has. */
const NEON_TESTS = ["adapters/neon/find-session.test.ts"];

const onPostgres = (name: "postgres" | "neon") => ({
  extends: true as const,
  test: {
    name,
    include: name === "neon" ? [...STORAGE_TESTS, ...NEON_TESTS] : STORAGE_TESTS,
    exclude: NO_STORAGE_TESTS,
    globalSetup: "test/postgres/global-setup.ts",
    env: { TEST_DATABASE: name },
  },
});

export default defineConfig({
  test: {
    // It imports "next/server", which only a bundler resolves.
    server: { deps: { inline: ["next-auth"] } },
    // Tests of what is refused would soon be over the limit of one address.
    env: { EXCHANGE_RATE_LIMIT: "1000000" },
    // Two cores, and each worker that touches the database holds a PGlite of its own.
    maxWorkers: 2,
    execArgv: [`--import=${new URL("./scripts/lib/quick-imports.mjs", import.meta.url)}`],
    // Opening a database takes seconds when both cores are busy.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "pglite",
          include: EVERY_TEST,
          exclude: [...SERVER_TESTS, ...NEON_TESTS],
          globalSetup: "test/data-dir-template.ts",
        },
      },
      ...(findPostgres() ? [onPostgres("postgres"), onPostgres("neon")] : []),
    ],
  },
});
