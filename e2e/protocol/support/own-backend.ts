import { fork } from "node:child_process";
import { once } from "node:events";
import { nodeBinary } from "../../../scripts/lib/node-binary.mjs";
import { root } from "../../../scripts/lib/root.mjs";
import { serverEnvironment } from "../../support/server-process.ts";
import { CLOCK, clockAhead, setClock } from "../../support/set-clock.ts";
import type { Backend } from "./backend.ts";

/** Milliseconds; it makes a database. */
export const START_LIMIT = 20_000;

interface OwnBackend {
  backend: Backend;
  /** Sets by how many milliseconds its clock is ahead. */
  setClock(ahead: number): Promise<void>;
  close(): Promise<void>;
}

/** Our API on a database of its own, with two users, a secret key, and a second project. */
export async function startOwnBackend(own: Record<string, string> = {}): Promise<OwnBackend> {
  const settings = {
    // Quick, and without the bounds on exchanges of an address and runs of a user.
    DEMO_MODEL_DELAY: "5",
    EXCHANGE_RATE_LIMIT: "100000",
    RUN_LIMIT: "100000",
    ...own,
    // Where the runner has made a database already.
    TEMPLATE_DATA_DIR: process.env.TEMPLATE_DATA_DIR ?? "",
  };
  const child = fork("e2e/protocol/support/serve.ts", {
    cwd: root,
    env: { ...serverEnvironment(settings), ...clockAhead(0) },
    execPath: nodeBinary(),
    execArgv: [...CLOCK, "--import", "./scripts/lib/quick-imports.mjs"],
    // It reports each failure of a model, and models fail here on purpose.
    silent: true,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const exited = once(child, "exit");
  const ended = once(child, "close").then(() => {
    throw new Error(`The backend ended by itself.\n${output}`);
  });
  const started = once(child, "message", { signal: AbortSignal.timeout(START_LIMIT) });
  const [backend] = (await Promise.race([started, ended])) as [Backend];
  return {
    backend,
    setClock: (ahead) => setClock(child, ahead),
    async close() {
      child.disconnect();
      await exited;
    },
  };
}
