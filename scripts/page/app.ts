import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { API_KEY } from "../../e2e/support/api.ts";
import { findFreePort } from "../../e2e/support/free-port.ts";
import { startProcess } from "../../e2e/support/server-process.ts";
import { signUp } from "../../e2e/support/users.ts";

export interface App {
  url: string;
  /** The Cookie header of its admin. */
  cookie: string;
  stop(): Promise<unknown>;
}

/** Starts the production server, whose answers are scripted, with one user, who is its admin. */
export async function startApp(): Promise<App> {
  const dataDir = mkdtempSync(join(tmpdir(), "tambo-users-page-"));
  const port = String(await findFreePort());
  const app = startProcess({
    PORT: port,
    DATA_DIR: dataDir,
    TAMBO_API_KEY: API_KEY,
    DEMO_MODEL_DELAY: "5",
  });
  process.once("exit", () => rmSync(dataDir, { recursive: true, force: true }));
  const stop = () => app.end("SIGTERM");
  try {
    await app.ready;
    const url = `http://localhost:${port}`;
    const cookie = await signUp(url);
    const [link] = /http\S+\/settings\/claim\?code=\S+/.exec(app.output()) ?? [];
    if (!link) throw new Error(`The server printed no link for its admin.\n${app.output()}`);
    await fetch(link, { headers: { cookie } });
    return { url, cookie, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
