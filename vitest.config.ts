import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{lib,adapters,drizzle,app,components,scripts}/**/*.test.{ts,tsx}", "*.test.ts"],
    // It imports "next/server", which only a bundler resolves.
    server: { deps: { inline: ["next-auth"] } },
    // Two cores, and each worker that touches the database holds a PGlite of its own.
    maxWorkers: 2,
    // Opening a database takes seconds when both cores are busy.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
