import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => {
  vi.resetModules();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Reads the configuration as a start does. */
async function start(settings: Record<string, string>) {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const { appEnv } = await import("./env.ts");
  return appEnv();
}

const ALLOW_LOOPBACK_ISSUERS = "true";

test.each([
  [
    { APP_URL: "https://chat.example" },
    "ALLOW_LOOPBACK_ISSUERS: must be false at the APP_URL https://chat.example; true is for an app on localhost alone",
  ],
  [
    { APP_URL: "http://localhost:3000", VERCEL: "1" },
    "ALLOW_LOOPBACK_ISSUERS: must be false on Vercel; true is for an app on localhost alone",
  ],
])("issuers on this machine are refused where the app is public: %j", async (settings, problem) => {
  await expect(start({ ...settings, ALLOW_LOOPBACK_ISSUERS })).rejects.toThrow(problem);
});

test.each<Record<string, string>>([
  {},
  { APP_URL: "http://127.0.0.1:3000" },
  { APP_URL: "http://chat.localhost:3000" },
])("issuers on this machine are allowed to an app that is there too: %j", async (settings) => {
  const env = await start({ ...settings, ALLOW_LOOPBACK_ISSUERS });
  expect(env.ALLOW_LOOPBACK_ISSUERS).toBe(true);
});

test("every bad combination is named at once", async () => {
  const settings = {
    APP_URL: "https://chat.example",
    ALLOW_LOOPBACK_ISSUERS,
    TAMBO_SUBJECT: "provider",
  };
  const expected = /TAMBO_SUBJECT: .*\n {2}- ALLOW_LOOPBACK_ISSUERS: /;
  await expect(start(settings)).rejects.toThrow(expected);
});
