import type { APIRequestContext } from "@playwright/test";
import type { Provider } from "#adapters/about.ts";
import { users } from "../emulators/emulator.ts";
import { type EmulatorProcess, startEmulatorProcess } from "./emulator-process.ts";
import { findFreePort } from "./free-port.ts";
import { type AppServer, provideServer, type Settings, test } from "./server.ts";

/** Starts a provider's emulator; returns with it the settings of an app whose users sign in there. */
export async function emulate(provider: Provider) {
  const PORT = String(await findFreePort());
  const appUrl = `http://localhost:${PORT}`;
  const emulator = await startEmulatorProcess(provider, { appUrl });
  return { emulator, settings: { PORT, AUTH_PROVIDER: provider, ...emulator.env } };
}

interface ProviderServer {
  server: AppServer;
  emulator: EmulatorProcess;
}

/** Gives the tests of a group one server on one emulator, whose tokens say after each test what they did before. */
export function provideProvider(provider: Provider, own: Settings = {}): () => ProviderServer {
  let emulator: EmulatorProcess;
  const server = provideServer(async () => {
    const emulated = await emulate(provider);
    emulator = emulated.emulator;
    return { ...emulated.settings, ...own };
  });
  test.afterEach(() => emulator.claim({}));
  test.afterAll(() => emulator.stop());
  return () => ({ server: server(), emulator });
}

/** What a request is answered with; /user-token says whether there is a session. */
export const statusOf = async (http: APIRequestContext, path = "/user-token") =>
  (await http.get(path)).status();

/** Through a provider's own page for address and password, whose address is given. */
export async function signInAt(http: APIRequestContext, address: string) {
  const page = await http.get(address);
  const headers = { origin: new URL(page.url()).origin };
  const { email, password } = users.alice;
  return http.post(page.url(), { form: { email, password }, headers });
}
