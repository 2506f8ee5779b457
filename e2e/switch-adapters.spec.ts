import type { Provider } from "#adapters/about.ts";
import { scenarios } from "./providers/index.ts";
import { readCookie, signInAt, test } from "./steps/stage.ts";
import { readUserToken } from "./support/api.ts";
import { type EmulatorProcess, startEmulatorProcess } from "./support/emulator-process.ts";
import { findFreePort } from "./support/free-port.ts";
import { type AppServer, expect, type Settings } from "./support/server.ts";

// Eight starts of the server. Of each adapter with Better Auth, its journey shows the same.
test("a browser with the cookies of every adapter is signed in with the active one alone", {
  tag: "@all",
}, async ({ page, startServer }) => {
  // Eight servers and seven emulators are started, each with a limit of its own.
  test.setTimeout(90_000);
  const PORT = String(await findFreePort());
  const appUrl = `http://localhost:${PORT}`;
  let server: AppServer | undefined;
  let former: Settings = {};
  const owners = {} as Record<Provider, string>;

  // Until the end: one of them has the database in it, which the server closes when it is restarted.
  const emulators: EmulatorProcess[] = [];
  try {
    for (const scenario of scenarios) {
      const { provider } = scenario;
      const emulator = await startEmulatorProcess(provider, { appUrl });
      emulators.push(emulator);
      const settings = { AUTH_PROVIDER: provider, ...emulator.env };
      if (server) await server.restart({ ...former, ...settings });
      else server = await startServer({ PORT, ...settings });
      // A variable that is set to nothing is not set.
      former = Object.fromEntries(Object.keys(settings).map((name) => [name, ""]));
      await page.goto(`${appUrl}/sign-in`);
      const status = await page.evaluate(async () => (await fetch("/user-token")).status);
      expect({ provider, status }).toEqual({ provider, status: 401 });
      await signInAt({ server, scenario }, page, emulator.users.alice);
      const { ownerId } = await readUserToken(appUrl, await readCookie({ server }, page));
      owners[provider] = ownerId;
    }
    expect(new Set(Object.values(owners)).size).toBe(scenarios.length);
    if (!server) throw new Error("there are no scenarios");
    await server.restart({ ...former, AUTH_PROVIDER: "better-auth" });
    const { ownerId } = await readUserToken(appUrl, await readCookie({ server }, page));
    expect(ownerId).toBe(owners["better-auth"]);
  } finally {
    await Promise.all(emulators.map((emulator) => emulator.stop()));
  }
});
