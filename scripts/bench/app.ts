import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { API_KEY, callApi, readAccessToken, readUserToken } from "../../e2e/support/api.ts";
import { findFreePort } from "../../e2e/support/free-port.ts";
import { startProcess } from "../../e2e/support/server-process.ts";
import { signUp } from "../../e2e/support/users.ts";
import { exchangeTarget, type Target, type Targets } from "./target.ts";

export const THREADS_PER_OWNER = 100;
export const MESSAGES_PER_THREAD = 10;
const LONG_THREAD = 1_000; // messages
const PAGE = 50; // messages
/** As long as people write them, which is a line or two on a screen. */
export const TEXT = "A message as long as people write them, which is a line or two on a screen.";

/** The production server and one user of it. */
export interface App {
  url: string;
  pid: number;
  ownerId: string;
  userToken: string;
  accessToken: string;
  stop(): Promise<void>;
}

export type ThreadTarget = "thread list" | "thread get" | "messages page" | "create thread";

/** Starts it on the embedded database, or on another that `settings` name. */
export async function startApp(settings: Record<string, string> = {}): Promise<App> {
  const dataDir = mkdtempSync(join(tmpdir(), "tambo-users-bench-"));
  const port = String(await findFreePort());
  const app = startProcess({
    PORT: port,
    DATA_DIR: dataDir,
    TAMBO_API_KEY: API_KEY,
    DEMO_MODEL_DELAY: "0",
    EXCHANGE_RATE_LIMIT: "1000000000",
    RUN_LIMIT: "1000000000",
    ...settings,
  });
  process.once("exit", () => rmSync(dataDir, { recursive: true, force: true }));
  const stop = async () => void (await app.end("SIGTERM"));
  try {
    await app.ready;
    const url = `http://localhost:${port}`;
    const cookie = await signUp(url);
    const { userToken, ownerId } = await readUserToken(url, cookie);
    const accessToken = await readAccessToken(url, cookie);
    return { url, pid: app.pid, ownerId, userToken, accessToken, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The exchange that every chat begins with. */
export function exchangeOf({ url, userToken }: App): Target {
  return exchangeTarget(`${url}/oauth/token`, userToken);
}

/** What is asked about a user's threads; makes one of 10 messages and one of 1,000 for it. */
export async function threadTargets(app: App): Promise<Targets<ThreadTarget>> {
  const short = await createThread(app, MESSAGES_PER_THREAD);
  const long = await createThread(app, LONG_THREAD);
  const headers = { authorization: `Bearer ${app.accessToken}`, "x-api-key": API_KEY };
  const threads = `${app.url}/v1/threads`;
  return {
    "thread list": { url: `${threads}?limit=20`, headers },
    "thread get": { url: `${threads}/${short}`, headers },
    "messages page": { url: `${threads}/${long}/messages?limit=${PAGE}`, headers },
    "create thread": {
      url: threads,
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: "{}",
    },
  };
}

/** Creates a thread over HTTP; returns its id. */
export async function createThread(app: App, messages: number): Promise<string> {
  const initialMessages = Array.from({ length: messages }, (_, index) => ({
    role: index % 2 === 0 ? "user" : "assistant",
    content: [{ type: "text", text: TEXT }],
  }));
  const { url, accessToken } = app;
  const response = await callApi(url, accessToken, "POST", "/v1/threads", { initialMessages });
  if (!response.ok) throw new Error(`create thread: ${response.status} ${await response.text()}`);
  return (await response.json()).id;
}
