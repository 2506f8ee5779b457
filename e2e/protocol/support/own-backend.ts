import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { nodeBinary } from "../../../scripts/lib/node-binary.mjs";
import { root } from "../../../scripts/lib/root.mjs";
import { API_KEY, readUserToken } from "../../support/api.ts";
import { type AppServer, type Settings, start } from "../../support/server.ts";
import { serverEnvironment } from "../../support/server-process.ts";
import { signUp } from "../../support/users.ts";
import type { Backend } from "./backend.ts";

interface OwnBackend {
  backend: Backend;
  server: AppServer;
  remove(): Promise<void>;
}

/** Quick, and without the bound on exchanges that one address has. */
const settings = { DEMO_MODEL_DELAY: "5", EXCHANGE_RATE_LIMIT: "100000" };

/** Our production build with two users, a secret key, and a second project. */
export async function startOwnBackend(): Promise<OwnBackend> {
  let keys = { secretKey: "", otherApiKey: "" };
  const { server, remove } = await start(settings, async (all) => {
    keys = await makeKeys(all);
  });
  try {
    const [ada, bob] = await Promise.all([signUp(server.url), signUp(server.url)]);
    const subjectTokens = await Promise.all([
      readSubjectToken(server.url, ada),
      readSubjectToken(server.url, bob),
    ]);
    const backend = { url: server.url, apiKey: API_KEY, ...keys, subjectTokens };
    return { backend, server, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Before the server starts: the embedded database belongs to one process at a time. */
async function makeKeys(all: Settings): Promise<Pick<Backend, "secretKey" | "otherApiKey">> {
  const script = ["e2e/protocol/support/make-keys.ts"];
  const env = serverEnvironment(all);
  const { stdout } = await promisify(execFile)(nodeBinary(), script, { cwd: root, env });
  return JSON.parse(stdout);
}

async function readSubjectToken(url: string, cookie: string): Promise<string> {
  return (await readUserToken(url, cookie)).userToken;
}
