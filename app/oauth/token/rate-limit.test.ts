import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";

provideDataDir();

beforeEach(() => {
  vi.resetModules();
  for (const name of ["exchange-limiter", "guess-limiter"]) {
    Object.assign(globalThis, { [Symbol.for(`tambo-users.${name}`)]: undefined });
  }
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

/** Posts tokens from an address after a start of the server with these settings. */
async function start(settings: Record<string, string>) {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const { postToken, validForm } = await import("#test/exchange.ts");
  const { signIn } = await import("#test/sign-in.ts");
  const { defaultProject } = await import("#lib/projects/projects.ts");
  const { userToken } = await signIn("ada");
  const { publishableKey } = await defaultProject();
  return (address: string, token = userToken, apiKey = publishableKey) =>
    postToken(new URLSearchParams(validForm(token)), {
      headers: { "x-api-key": apiKey, "x-forwarded-for": address },
    });
}

test.each(["memory", "database"])(
  "counted in %s: too many exchanges are refused until the minute is over",
  async (store) => {
    const post = await start({ EXCHANGE_RATE_LIMIT: "3", RATE_LIMIT_STORE: store });
    const address = `203.0.113.1, 198.51.100.${store.length}`;
    for (let count = 0; count < 3; count += 1) expect((await post(address)).status).toBe(200);
    const refused = await post(address);
    expect(refused.status).toBe(429);
    const seconds = Number(refused.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(await refused.json()).toEqual({
      error: "slow_down",
      error_description: `Too many exchanges; try again in ${seconds} s`,
      message: `Too many exchanges; try again in ${seconds} s`,
    });
    expect(refused.headers.get("access-control-expose-headers")).toContain("retry-after");
    expect((await post("192.0.2.7")).status).toBe(200);
  },
);

test("what is over the limit is noted once a minute for each key and address", async () => {
  const post = await start({ EXCHANGE_RATE_LIMIT: "1" });
  const { listActivity } = await import("#lib/admin/activity.ts");
  const { flushWrites } = await import("#lib/base/background.ts");
  const since = new Date();
  for (const address of ["198.51.100.16", "198.51.100.17"]) {
    for (const status of [200, 429, 429]) expect((await post(address)).status).toBe(status);
  }
  await flushWrites();
  const refused = await listActivity("default", { outcome: "refused" }, 10);
  const detail = "too many exchanges in a minute";
  expect(refused.filter(({ at }) => at >= since)).toMatchObject([{ detail }, { detail }]);
});

test("each API key has a limit of its own", async () => {
  const post = await start({ EXCHANGE_RATE_LIMIT: "1" });
  const { createApiKey } = await import("#lib/admin/api-keys.ts");
  const other = await createApiKey({ projectId: "default", kind: "publishable", name: "Other" });
  expect((await post("198.51.100.3")).status).toBe(200);
  expect((await post("198.51.100.3")).status).toBe(429);
  expect((await post("198.51.100.3", undefined, other.key)).status).toBe(200);
});

test("an address that guesses API keys is refused before the database is asked; living keys are not", async () => {
  const post = await start({ EXCHANGE_RATE_LIMIT: "30" });
  const { countDirectStatements } = await import("#test/count-statements.ts");
  const guess = (address: string, key: string) => post(address, undefined, `pk_guess_${key}`);
  for (const key of ["1", "2", "3"]) {
    const refused = await guess("198.51.100.4", key);
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ error: "invalid_client" });
  }
  const statements = await countDirectStatements(async () => {
    const refused = await guess("198.51.100.4", "4");
    expect(refused.status).toBe(429);
    const seconds = Number(refused.headers.get("retry-after"));
    const message = `Too many unknown API keys; try again in ${seconds} s`;
    expect(await refused.json()).toMatchObject({
      code: "SLOW_DOWN",
      message,
      error: "slow_down",
      error_description: message,
    });
  });
  expect(statements).toEqual([]);
  expect((await post("198.51.100.4")).status).toBe(200);
  expect((await guess("198.51.100.5", "5")).status).toBe(401);
});

test("an exchange that is refused counts ten times", async () => {
  const post = await start({ EXCHANGE_RATE_LIMIT: "20" });
  expect((await post("198.51.100.1", "no token")).status).toBe(400);
  expect((await post("198.51.100.1", "no token")).status).toBe(400);
  expect((await post("198.51.100.1")).status).toBe(429);
});

test("who reaches the app through another proxy is counted by the address that the last one saw", async () => {
  const post = await start({ EXCHANGE_RATE_LIMIT: "1" });
  expect((await post("1.1.1.1, 198.51.100.2")).status).toBe(200);
  expect((await post("2.2.2.2, 198.51.100.2")).status).toBe(429);
});
