import { setTimeout } from "node:timers/promises";
import { SignJWT } from "jose";
import { type NextFetchEvent, NextRequest } from "next/server";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { POST as signInRoute } from "#app/auth/[...path]/route.ts";
import { seal } from "#lib/base/seal.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { deriveKey } from "#lib/trust/app-secret.ts";
import { provideDatabase } from "#test/data-dir.ts";
import { makeCuttable } from "#test/postgres/cuttable.ts";
import { forgetAnswer, isDatabaseAway } from "./client.ts";

vi.setConfig({ testTimeout: 20_000 }); // These wait for an outage to end.

const SHORT = 1_200; // milliseconds that every query waits for by itself

// Hooks run last first: the line is there until the database is closed.
afterAll(() => line.cut());
provideDatabase();
const line = await makeCuttable(process.env.DATABASE_URL ?? "");
process.env.DATABASE_URL = line.url;
const log = vi.spyOn(console, "error").mockImplementation(() => {});
beforeAll(() => defaultProject());
beforeEach(() => log.mockClear());
afterAll(() => log.mockRestore());

/** What proxy.ts answers under a provider, each time as a process that has just started. */
async function makeProxy(settings: Record<string, string> = {}) {
  vi.resetModules();
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const { proxy } = await import("#proxy.ts");
  return (path: string, given: { method?: string; headers?: object; body?: string } = {}) => {
    const headers = { origin: "http://localhost:3000", ...given.headers };
    const request = new NextRequest(`http://localhost:3000${path}`, { ...given, headers });
    return proxy(request, {} as NextFetchEvent);
  };
}

test("a page and its forms are 503 with words and Retry-After while the database stays away", async () => {
  const ask = await makeProxy();
  const open = (accept: string) => ask("/settings", { headers: { accept } });
  await line.cut();
  forgetAnswer();
  const page = await open("text/html,*/*;q=0.8");
  expect(page.status).toBe(503);
  expect(page.headers.get("retry-after")).toBe("2");
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(await page.text()).toContain("Try again in a few seconds");
  const action = { method: "POST", headers: { "next-action": "x" }, body: "[]" };
  const form = await ask("/settings", action);
  expect([form.status, form.headers.get("retry-after")]).toEqual([503, "2"]);
  const asked = open("*/*");
  await setTimeout(SHORT);
  await line.mend();
  expect((await asked).headers.get("x-middleware-next")).toBe("1");
});

describe("a session that is to be renewed just when the database goes away", () => {
  const account = { name: "Grace", email: "grace@example.com", password: "brass-otter-quilt-7" };

  const sessions: [provider: string, makeCookie: () => Promise<string>][] = [
    [
      "better-auth",
      async () => {
        const body = JSON.stringify(account);
        const headers = { "content-type": "application/json", origin: "http://localhost:3000" };
        const address = "http://localhost:3000/auth/sign-up/email";
        const signedUp = await signInRoute(new Request(address, { method: "POST", headers, body }));
        return signedUp.headers
          .getSetCookie()
          .map((set) => set.split(";", 1)[0])
          .join("; ");
      },
    ],
    [
      "supabase",
      async () => {
        const claims = new SignJWT({ sub: "grace", exp: 1 }).setProtectedHeader({ alg: "HS256" });
        const tokens = {
          access_token: await claims.sign(new Uint8Array(32)),
          refresh_token: "kept",
        };
        const name = "supabase-session";
        return `${name}=${seal(JSON.stringify(tokens), deriveKey(name), name)}`;
      },
    ],
  ];

  test.each(sessions)(
    "makes no 500 under %s, and a sign-in goes on",
    async (provider, makeCookie) => {
      const headers = { cookie: await makeCookie() };
      const ask = await makeProxy({
        AUTH_PROVIDER: provider,
        SUPABASE_URL: "http://127.0.0.1:9",
        SUPABASE_PUBLISHABLE_KEY: "sb_publishable_x",
      });
      // From now on this answer is believed for a second.
      expect((await ask("/sign-in")).status).toBe(200);
      await line.cut();
      const [page, signIn, signOut] = await Promise.all([
        ask("/", { headers }),
        ask("/auth/sign-in", { method: "POST", headers }),
        ask("/sign-out", { method: "POST", headers }),
      ]);
      expect([page.status, page.headers.get("retry-after")]).toEqual([503, "2"]);
      for (const passed of [signIn, signOut]) {
        expect([passed.status, passed.headers.get("set-cookie")]).toEqual([200, null]);
      }
      await line.mend();
      expect((await ask("/sign-in")).status).toBe(200);
    },
  );
});

test("a sign-in is 503 meanwhile, which the log says once, without address and password", async () => {
  // Another test may have said it within this minute.
  Object.assign(globalThis, { [Symbol.for("tambo-users.throttle storage")]: undefined });
  const body = JSON.stringify({ email: "ada@example.com", password: "a password of ada" });
  const headers = { "content-type": "application/json", origin: "http://localhost:3000" };
  const url = "http://localhost:3000/auth/sign-in/email";
  const post = () => signInRoute(new Request(url, { method: "POST", headers, body }));
  expect((await post()).status).toBe(401);
  expect(await isDatabaseAway()).toBe(false);
  await line.cut();
  const refused = await Promise.all([post(), post()]);
  expect(refused.map(({ status }) => status)).toEqual([503, 503]);
  await line.mend();
  expect((await post()).status).toBe(401);
  expect(log).toHaveBeenCalledOnce();
  expect(JSON.stringify(log.mock.calls)).not.toMatch(/ada@|of ada/);
});
