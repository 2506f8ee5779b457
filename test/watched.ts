import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { SignedIn } from "./sign-in.ts";

interface Said {
  url: string;
  user: SignedIn;
  isTraced: boolean;
}

/** Starts `watched-server.ts` with these variables beside the test's own. */
export async function startWatched(settings: Record<string, string>) {
  const own = { NODE_ENV: "production" as const, DEMO_MODEL_DELAY: "0" };
  const env = { ...process.env, ...own, ...settings };
  const child: ChildProcess = fork("test/watched-server.ts", { env, execArgv: [], silent: true });
  let output = "";
  for (const log of [child.stdout, child.stderr]) log?.on("data", (text) => (output += text));
  const [said] = await Promise.race([
    once(child, "message"),
    once(child, "exit").then(() => Promise.reject(new Error(output))),
  ]);
  const { url, user, isTraced } = said as Said;
  const send = (path: string, init: RequestInit = {}) =>
    fetch(`${url}${path}`, { headers: user.headers, ...init });
  const stop = async () => {
    const exited = once(child, "exit");
    child.disconnect();
    await exited;
  };
  return { send, user, isTraced, stop, output: () => output };
}
