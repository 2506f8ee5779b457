import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base } from "@playwright/test";
import { API_KEY } from "./api.ts";
import { findFreePort } from "./free-port.ts";
import { type ServerProcess, START_LIMIT, startProcess } from "./server-process.ts";

export type Settings = Record<string, string>;

export interface AppServer {
  /** Where it answers now; another port after a `restart` that names one. */
  readonly url: string;
  readonly dataDir: string;
  /** Everything it has printed since it last started. */
  output(): string;
  /** Ends it as Ctrl-C does and returns the exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a crash would. */
  kill9(): Promise<void>;
  /** Starts it again on the same data, with further settings; one that still runs is stopped first. */
  restart(settings?: Settings): Promise<void>;
  /** Lets that many milliseconds pass by its clock, at once. */
  forward(milliseconds: number): Promise<void>;
}

interface Started {
  server: AppServer;
  remove(): Promise<void>;
}

/** Starts a server on data of its own; `prepare` sees the settings, and may write that data, before. */
export async function start(
  settings: Settings,
  prepare?: (settings: Settings) => Promise<void>,
): Promise<Started> {
  const dataDir = mkdtempSync(join(tmpdir(), "tambo-users-e2e-"));
  const PORT = String(await findFreePort());
  let current: Settings = {
    DATA_DIR: dataDir,
    PORT,
    TAMBO_API_KEY: API_KEY,
    // What takes time to answer is asked for with "slow".
    DEMO_MODEL_DELAY: "5",
    ...settings,
  };
  let running: ServerProcess | undefined;
  let ahead = 0;
  const remove = async () => {
    await running?.end("SIGKILL");
    rmSync(dataDir, { recursive: true, force: true });
  };
  const begin = async () => {
    running = startProcess(current, ahead);
    await running.ready;
  };
  const server: AppServer = {
    get url() {
      return `http://localhost:${current.PORT}`;
    },
    dataDir,
    output: () => running?.output() ?? "",
    stop: async () => (await running?.end("SIGTERM")) ?? null,
    kill9: async () => void (await running?.end("SIGKILL")),
    restart: async (changed = {}) => {
      await running?.end("SIGTERM");
      current = { ...current, ...changed };
      await begin();
    },
    forward: async (milliseconds) => {
      ahead += milliseconds;
      await running?.setClock(ahead);
    },
  };
  // A database with all migrations: making one takes seconds, and only a first start is about that.
  const { TEMPLATE_DATA_DIR } = process.env;
  if (TEMPLATE_DATA_DIR) cpSync(TEMPLATE_DATA_DIR, dataDir, { recursive: true });
  try {
    await prepare?.(current);
    await begin();
  } catch (error) {
    await remove();
    throw error;
  }
  return { server, remove };
}

interface TestFixtures {
  /** Starts a further server with data and settings of its own; it ends with the test. */
  startServer: (settings?: Settings) => Promise<AppServer>;
}

interface WorkerFixtures {
  /** The production build with default settings, shared by the tests of a worker. */
  server: AppServer;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from it.
    async ({}, use) => {
      const { server, remove } = await start({});
      await use(server);
      await remove();
    },
    { scope: "worker", timeout: START_LIMIT },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from it.
  startServer: async ({}, use, testInfo) => {
    const started: Started[] = [];
    await use(async (settings = {}) => {
      const one = await start(settings);
      started.push(one);
      return one.server;
    });
    for (const { server, remove } of started) {
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach("server output", { body: server.output() });
      }
      await remove();
    }
  },
});

/** Gives the tests of a file, or of a group, one server with settings of its own, which is their pages' base, too. */
export function provideServer(
  settings: Settings | (() => Promise<Settings>),
  prepare?: (settings: Settings) => Promise<void>,
): () => AppServer {
  let started: Started | undefined;
  test.beforeAll(async () => {
    started = await start(typeof settings === "function" ? await settings() : settings, prepare);
  });
  test.afterAll(() => started?.remove());
  const running = () => {
    if (!started) throw new Error("There is no server before the file's first hook");
    return started.server;
  };
  // Playwright asks before the hooks, too.
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from it.
  test.use({ baseURL: async ({}, use) => use(started?.server.url) });
  return running;
}

export { expect } from "@playwright/test";
