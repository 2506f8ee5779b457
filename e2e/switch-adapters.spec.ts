import type { Page } from "@playwright/test";
import type { Provider } from "#lib/env.ts";
import type { Emulator } from "./emulators/emulator.ts";
import { scenario as auth0 } from "./providers/auth0.ts";
import { scenarios } from "./providers/index.ts";
import { signInAt } from "./steps/stage.ts";
import { readUserToken } from "./support/api.ts";
import { findFreePort } from "./support/free-port.ts";
import { type AppServer, expect, type Settings, test } from "./support/server.ts";
import { FIRST_LOAD } from "./support/step-table.ts";

/** Bytes on the wire by path. */
type Scripts = Record<string, number>;

/** What a page loads of JavaScript. */
async function loadScripts(page: Page, address: string): Promise<Scripts> {
  expect((await page.goto(address, { waitUntil: "networkidle" }))?.status()).toBe(200);
  return page.evaluate(() => {
    const entries = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    const scripts = entries.filter(({ name }) => /\.js(\?|$)/.test(name));
    return Object.fromEntries(
      scripts.map(({ name, encodedBodySize }) => [new URL(name).pathname, encodedBodySize]),
    );
  });
}

const readStatus = (page: Page) => page.evaluate(async () => (await fetch("/user-token")).status);

test("a browser with the cookies of every adapter is signed in with the active one alone", async ({
  page,
  browser,
  startServer,
}) => {
  test.setTimeout(300_000);
  const PORT = String(await findFreePort());
  const appUrl = `http://localhost:${PORT}`;
  const chat = {} as Record<Provider, Scripts>;
  const signIn = {} as Record<Provider, Scripts>;
  let server: AppServer | undefined;
  let former: Settings = {};
  let owner = "";
  const readCookie = async () =>
    (await page.context().cookies(appUrl)).map(({ name, value }) => `${name}=${value}`).join("; ");

  // Until the end: one of them has the database in it, which the server closes when it is restarted.
  const emulators: Emulator[] = [];
  try {
    for (const scenario of scenarios) {
      const { provider, startEmulator } = scenario;
      const emulator = await startEmulator({ appUrl });
      emulators.push(emulator);
      const settings = { AUTH_PROVIDER: provider, ...emulator.env };
      if (server) await server.restart({ ...former, ...settings });
      else server = await startServer({ PORT, ...settings });
      // A variable that is set to nothing is not set.
      former = Object.fromEntries(Object.keys(settings).map((name) => [name, ""]));
      signIn[provider] = await loadScripts(page, `${appUrl}/sign-in`);
      expect({ provider, status: await readStatus(page) }).toEqual({ provider, status: 401 });
      await signInAt({ page, browser, server, emulator, scenario }, page, emulator.users.alice);
      chat[provider] = await loadScripts(page, appUrl);
      const { ownerId } = await readUserToken(appUrl, await readCookie());
      if (provider === "better-auth") owner = ownerId;
      else expect(ownerId).not.toBe(owner);
    }
    await server?.restart({ ...former, AUTH_PROVIDER: "better-auth" });
    expect((await readUserToken(appUrl, await readCookie())).ownerId).toBe(owner);
  } finally {
    await Promise.all(emulators.map((emulator) => emulator.stop()));
  }

  test.info().annotations.push({ type: FIRST_LOAD, description: JSON.stringify(chat) });
  const { "better-auth": plain, clerk, ...others } = chat;
  const ofClerk = Object.keys(clerk).filter((path) => !(path in plain));
  expect(ofClerk).toContainEqual(expect.stringContaining("clerk.browser.js"));
  for (const [provider, scripts] of Object.entries(others)) {
    expect({ provider, scripts }).toEqual({ provider, scripts: plain });
  }
  for (const { provider } of scenarios.filter(({ provider }) => provider !== "clerk")) {
    const loaded = Object.keys({ ...chat[provider], ...signIn[provider] });
    expect(loaded.filter((path) => ofClerk.includes(path))).toEqual([]);
  }
});

test("a session whose provider token is no longer accepted is signed out, also at the provider", async ({
  page,
  browser,
  startServer,
}) => {
  const PORT = String(await findFreePort());
  const appUrl = `http://localhost:${PORT}`;
  const emulator = await auth0.startEmulator({ appUrl });
  try {
    const server = await startServer({ PORT, AUTH_PROVIDER: "auth0", ...emulator.env });
    await signInAt(
      { page, browser, server, emulator, scenario: auth0 },
      page,
      emulator.users.alice,
    );
    await server.restart({ AUTH0_AUDIENCE: "https://another.example/api" });
    expect((await page.goto(appUrl))?.status()).toBe(200);
    await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
    const cookies = (await page.context().cookies(appUrl)).map(({ name }) => name);
    expect(cookies.filter((name) => name.startsWith("tambo-users.auth0"))).toEqual([]);
    await page.getByRole("link", { name: "Sign in" }).click();
    await expect(page.getByLabel("Password")).toBeVisible();
  } finally {
    await emulator.stop();
  }
});
