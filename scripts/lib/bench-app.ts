import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { API_KEY, callApi, readAccessToken, readUserToken } from "../../e2e/support/api.ts";
import { findFreePort } from "../../e2e/support/free-port.ts";
import { startProcess } from "../../e2e/support/server-process.ts";
import { signUp } from "../../e2e/support/users.ts";
import { exchangeTarget, type Servers, type Target } from "./bench-servers.ts";

const THREADS = 100;
const MESSAGES_PER_THREAD = 10;
const LONG_THREAD = 1_000; // messages
const PAGE = 50; // messages

/** The production server with one user's threads, and the requests to measure on it. */
export async function startApp(): Promise<Servers> {
  const dataDir = mkdtempSync(join(tmpdir(), "tambo-users-bench-"));
  const port = String(await findFreePort());
  const settings = {
    PORT: port,
    DATA_DIR: dataDir,
    TAMBO_API_KEY: API_KEY,
    DEMO_MODEL_DELAY: "0",
    EXCHANGE_RATE_LIMIT: "1000000000",
  };
  const app = startProcess(settings);
  process.once("exit", () => rmSync(dataDir, { recursive: true, force: true }));
  const stop = async () => void (await app.end("SIGTERM"));
  try {
    await app.ready;
    return { targets: await prepareTargets(`http://localhost:${port}`), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function prepareTargets(url: string): Promise<Record<string, Target>> {
  const cookie = await signUp(url);
  const { userToken } = await readUserToken(url, cookie);
  const accessToken = await readAccessToken(url, cookie);
  for (let index = 1; index < THREADS; index++) {
    await createThread(url, accessToken, MESSAGES_PER_THREAD);
  }
  const short = await createThread(url, accessToken, MESSAGES_PER_THREAD);
  const long = await createThread(url, accessToken, LONG_THREAD);
  const headers = { authorization: `Bearer ${accessToken}`, "x-api-key": API_KEY };
  const threads = `${url}/v1/threads`;
  return {
    "token exchange": exchangeTarget(`${url}/oauth/token`, userToken),
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

async function createThread(url: string, accessToken: string, messages: number): Promise<string> {
  const text = "A message as long as people write them, which is a line or two on a screen.";
  const initialMessages = Array.from({ length: messages }, (_, index) => ({
    role: index % 2 === 0 ? "user" : "assistant",
    content: [{ type: "text", text }],
  }));
  const response = await callApi(url, accessToken, "POST", "/v1/threads", { initialMessages });
  if (!response.ok) throw new Error(`create thread: ${response.status} ${await response.text()}`);
  return (await response.json()).id;
}
