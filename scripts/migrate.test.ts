import { spawnSync } from "node:child_process";
import { expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 30_000 }); // These start processes.

/** What a build on Vercel does once the app is built; without a database, which others try. */
function runForBuild(settings: Record<string, string>) {
  const { PATH, HOME } = process.env;
  const vercel = { VERCEL: "1", VERCEL_ENV: "preview", VERCEL_URL: "chat-3f9x-team.vercel.app" };
  const env = { PATH, HOME, NODE_ENV: "production", ...vercel, ...settings } as const;
  const script = ["scripts/migrate.ts", "--build"];
  return spawnSync(process.execPath, script, { env, encoding: "utf8" });
}

const ELSEWHERE = {
  TAMBO_URL: "https://tambo.example",
  TAMBO_API_KEY: "their-key",
  APP_SECRET: "x".repeat(32),
};
const ADDRESS = "APP_URL is https://chat-3f9x-team.vercel.app, from VERCEL_URL\n";

test.each([
  [{}, "DATABASE_URL is not set. The deployment will need it: "],
  [
    { ...ELSEWHERE, AUTH_PROVIDER: "better-auth" },
    "DATABASE_URL is not set. The deployment will need it: ",
  ],
  [{ ...ELSEWHERE, AUTH_PROVIDER: "auth0" }, "No DATABASE_URL, and none is needed.\n"],
])("a build without a database goes on and says whether one is needed: %j", (settings, said) => {
  const { status, stdout, stderr } = runForBuild(settings);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout.slice(0, ADDRESS.length)).toBe(ADDRESS);
  expect(stdout.slice(ADDRESS.length, ADDRESS.length + said.length)).toBe(said);
});

test("a build ends with what is wrong with the settings", () => {
  const { status, stderr } = runForBuild({ AUTH_PROVIDER: "nobody", APP_SECRET: "short" });
  expect(status).toBe(1);
  expect(stderr).toMatch(/\n {2}- APP_SECRET: .*\n {2}- AUTH_PROVIDER: must be one of /);
});

test("a build whose database does not answer fails, and so replaces nothing that works", () => {
  const { status, stderr } = runForBuild({ DATABASE_URL: "postgres://app:secret@127.0.0.1:1/app" });
  expect(status).toBe(1);
  expect(stderr).toContain("DATABASE_URL: 127.0.0.1:1 cannot be used (");
  expect(stderr).not.toContain("secret");
});
