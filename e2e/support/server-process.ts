import { spawn } from "node:child_process";
import { readEnvFiles } from "../../scripts/lib/env-files.mjs";
import { nodeBinary } from "../../scripts/lib/node-binary.mjs";
import { root } from "../../scripts/lib/root.mjs";
import { SERVER_ARGS } from "../../scripts/lib/server-args.mjs";
import { CLOCK, clockAhead, setClock } from "./set-clock.ts";

export const START_LIMIT = 20_000; // milliseconds
const STOP_LIMIT = 10_000; // milliseconds; twice what it gives open answers
const LOOK_AGAIN = 25; // milliseconds

export interface ServerProcess {
  pid: number;
  /** Resolves once /health answers 200; rejects with the output if the process ends before. */
  ready: Promise<void>;
  /** The exit code; null after a signal that left no choice. */
  exited: Promise<number | null>;
  output(): string;
  /** Reads no more of what it prints. */
  closeLog(): void;
  /** Sets by how many milliseconds its clock is ahead, where it was started with one. */
  setClock(ahead: number): Promise<void>;
  end(signal: "SIGTERM" | "SIGKILL"): Promise<number | null>;
}

/**
 * Starts server.ts, or what else `program` names, on the production build with these settings and no
 * others, in another folder if `cwd` names one; with a clock that can be moved if `ahead` is given.
 */
export function startProcess(
  settings: Record<string, string>,
  ahead?: number,
  program: string[] = SERVER_ARGS,
  limit = START_LIMIT,
  cwd = root,
): ServerProcess {
  let output = "";
  const [args, clock] = ahead === undefined ? [[], {}] : [CLOCK, clockAhead(ahead)];
  const child = spawn(nodeBinary(), [...args, ...program], {
    cwd,
    env: { ...serverEnvironment(settings), ...clock },
    // The channel ends the server if this process is killed.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
  const ready = waitForHealth(`http://localhost:${settings.PORT}/health`, exited, limit).catch(
    (cause) => {
      throw new Error(`The server did not start.\n${output}`, { cause });
    },
  );
  // Whoever expects a refusal looks at `exited` instead.
  ready.catch(() => undefined);
  const end = async (signal: "SIGTERM" | "SIGKILL") => {
    child.kill(signal);
    const force = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT);
    const code = await exited;
    clearTimeout(force);
    return code;
  };
  return {
    pid: child.pid ?? 0,
    ready,
    exited,
    output: () => output,
    closeLog() {
      child.stdout?.destroy();
      child.stderr?.destroy();
    },
    setClock: (milliseconds) => setClock(child, milliseconds),
    end,
  };
}

/** A variable that is set to nothing keeps the value of a developer's .env.local out. */
export function serverEnvironment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const emptied = Object.keys(readEnvFiles()).map((name) => [name, ""]);
  const { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE } = process.env;
  return {
    ...Object.fromEntries(emptied),
    PATH,
    HOME,
    TMPDIR,
    NODE_COMPILE_CACHE,
    NODE_ENV: "production",
    ...settings,
  };
}

async function waitForHealth(
  address: string,
  exited: Promise<unknown>,
  limit: number,
): Promise<void> {
  const deadline = performance.now() + limit;
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  while (!ended && performance.now() < deadline) {
    // Refused connections are what a server that is not there yet looks like.
    const response = await fetch(address).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
  }
  throw new Error(ended ? "it ended" : `no answer within ${limit} ms`);
}
