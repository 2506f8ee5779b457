import { execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { BuiltFunction } from "./output.ts";

export interface RunningFunction {
  port: number;
  log(): string;
  /** How often it asked the platform to wait for work after an answer. */
  waits(): number;
  stop(): Promise<void>;
}

/** Unpacks a function into a folder that its process cannot write, and starts it with these variables alone. */
export async function startFunction(
  { files, config }: BuiltFunction,
  folder: string,
  env: Record<string, string>,
): Promise<RunningFunction> {
  for (const [path, source] of files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    // A package that is not bundled is a link into node_modules.
    if (lstatSync(source).isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else cpSync(source, target);
  }
  const script = `${folder}.mjs`;
  cpSync(join(import.meta.dirname, "serve-function.mjs"), script);
  changeModes(folder, 0o555, 0o444);
  const args = [join(folder, config.handler), config.useWebApi ? "web" : "node"];
  const child = fork(script, args, {
    cwd: folder,
    env: { ...config.environment, ...env, PATH: process.env.PATH, NODE_ENV: "production" },
    execArgv: [],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    ...unprivilegedUser(),
  });
  let log = "";
  let waits = 0;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      log += text;
    });
  }
  const exited = once(child, "exit");
  const port = await new Promise<number>((resolve, reject) => {
    child.on("message", (message: { port?: number; waits?: number }) => {
      waits += message.waits ?? 0;
      if (message.port) resolve(message.port);
    });
    void exited.then(() => reject(new Error(`${config.handler} ended:\n${log}`)));
  });
  return {
    port,
    log: () => log,
    waits: () => waits,
    async stop() {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

/** Removes a folder with functions in it. */
export function removeFunctions(folder: string): void {
  changeModes(folder, 0o755, 0o644);
  rmSync(folder, { recursive: true });
}

function changeModes(folder: string, ofFolders: number, ofFiles: number): void {
  chmodSync(folder, ofFolders);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) changeModes(path, ofFolders, ofFiles);
    else if (!entry.isSymbolicLink()) chmodSync(path, ofFiles);
  }
}

/** To root every file can be written. */
function unprivilegedUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const ask = (option: string) =>
    Number(execFileSync("id", [option, "nobody"], { encoding: "utf8" }));
  return { uid: ask("-u"), gid: ask("-g") };
}
