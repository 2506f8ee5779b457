import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";

const log = vi.spyOn(console, "log").mockImplementation(() => {});
afterAll(() => log.mockRestore());
const SAID = Symbol.for("tambo-users.app-url");

beforeEach(() => {
  vi.resetModules();
  log.mockClear();
  delete (globalThis as Record<symbol, unknown>)[SAID];
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Reads the configuration as each of a process's module graphs does. */
async function readAppUrl(settings: Record<string, string>) {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  vi.resetModules();
  const { appEnv } = await import("./env.ts");
  return appEnv().APP_URL;
}

const PRODUCTION = { VERCEL: "1", VERCEL_ENV: "production" };
const PREVIEW = { VERCEL: "1", VERCEL_ENV: "preview" };
/** Vercel sets all of them on every deployment. */
const ADDRESSES = {
  VERCEL_PROJECT_PRODUCTION_URL: "chat.example.com",
  VERCEL_BRANCH_URL: "chat-git-new-team.vercel.app",
  VERCEL_URL: "chat-3f9x-team.vercel.app",
};

test.each([
  [PRODUCTION, "https://chat.example.com", "VERCEL_PROJECT_PRODUCTION_URL"],
  [PREVIEW, "https://chat-git-new-team.vercel.app", "VERCEL_BRANCH_URL"],
  [{ ...PREVIEW, VERCEL_BRANCH_URL: "" }, "https://chat-3f9x-team.vercel.app", "VERCEL_URL"],
])("%j is at %s, and the log says once that %s says so", async (settings, address, name) => {
  expect(await readAppUrl({ ...ADDRESSES, ...settings })).toBe(address);
  expect(await readAppUrl({})).toBe(address);
  expect(log.mock.calls).toEqual([[`APP_URL is ${address}, from ${name}`]]);
});

test.each([
  [{ ...PRODUCTION, ...ADDRESSES, APP_URL: "https://own.example" }, "https://own.example"],
  [{ ...PREVIEW, ...ADDRESSES, APP_URL: "https://own.example" }, "https://own.example"],
  // `vercel dev`, and a clone with what `vercel env pull` has written.
  [{ ...ADDRESSES, VERCEL: "1", VERCEL_ENV: "development" }, "http://localhost:3000"],
  [{ ...ADDRESSES }, "http://localhost:3000"],
])("with %j it is %s, and the log says nothing", async (settings, address) => {
  expect(await readAppUrl(settings)).toBe(address);
  expect(log).not.toHaveBeenCalled();
});

test.each([
  [
    { ...PRODUCTION, VERCEL_URL: ADDRESSES.VERCEL_URL },
    "APP_URL: is missing, and so is VERCEL_PROJECT_PRODUCTION_URL, which Vercel sets if ",
  ],
  [
    { ...PREVIEW, VERCEL_PROJECT_PRODUCTION_URL: "chat.example.com" },
    "APP_URL: is missing, and so is VERCEL_BRANCH_URL or VERCEL_URL, which Vercel sets if ",
  ],
])("no other deployment's address is taken: %j", async (settings, problem) => {
  await expect(readAppUrl(settings)).rejects.toThrow(problem);
});
