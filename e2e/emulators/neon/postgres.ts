import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { Client } from "pg";
import { findFreePort } from "../../support/free-port.ts";

export interface PostgresServer {
  /** The connection string of a role, which needs no password, on a database. */
  url(role: string, database: string): string;
  /** Ends it, with SIGQUIT as a crash would, and starts it again on its data that many milliseconds later. */
  restart(signal: "SIGINT" | "SIGQUIT", away?: number): Promise<void>;
  stop(): Promise<void>;
}

export const SUPERUSER = "postgres";

/** Nothing of it is kept, so nothing has to be safe from a power cut. */
const SETTINGS = ["fsync=off", "full_page_writes=off"];
/** Nor, mostly, from a crash. */
const FORGETFUL = ["synchronous_commit=off"];

/**
 * A PostgreSQL of one's own in a temporary folder, on a free port of the loopback device.
 * @param bin the folder with `initdb` and `postgres`, see `findPostgres`
 * @param isDurable whether it keeps what it acknowledged through a crash
 */
export async function startPostgres(bin: string, isDurable = false): Promise<PostgresServer> {
  const directory = mkdtempSync(join(tmpdir(), "tambo-users-postgres-"));
  const user = unprivilegedUser();
  if (user) chownSync(directory, user.uid, user.gid);
  const options = { ...user, cwd: directory, env: { ...process.env, LC_ALL: "C" } };
  const data = join(directory, "data");
  const port = await findFreePort();
  try {
    execFileSync(
      join(bin, "initdb"),
      ["-D", data, "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--no-sync"],
      { ...options, stdio: "pipe" },
    );
    const settings = [
      "listen_addresses=127.0.0.1",
      "unix_socket_directories=",
      `port=${port}`,
      ...SETTINGS,
      ...(isDurable ? [] : FORGETFUL),
    ].flatMap((setting) => ["-c", setting]);
    const launch = () =>
      spawn(join(bin, "postgres"), ["-D", data, ...settings], {
        ...options,
        stdio: ["ignore", "ignore", "pipe"],
      });
    let child = launch();
    const stop = endWithThisProcess(() => child, directory);
    await untilReady(child);
    return {
      url: (role, database) => `postgres://${role}@127.0.0.1:${port}/${database}`,
      async restart(signal, away = 0) {
        await end(child, signal);
        await setTimeout(away);
        child = launch();
        await untilReady(child);
      },
      stop,
    };
  } catch (error) {
    removeFolder(directory);
    throw error;
  }
}

/** Sends one statement over a connection of its own. */
export async function execute(url: string, statement: string): Promise<unknown[]> {
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

/** PostgreSQL refuses to run as root. Its package brings a user; elsewhere there is always `nobody`. */
function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    try {
      const ask = (option: string) =>
        Number(execFileSync("id", [option, name], { encoding: "utf8", stdio: "pipe" }));
      return { uid: ask("-u"), gid: ask("-g") };
    } catch {}
  }
  throw new Error("PostgreSQL cannot run as root, and there is no user postgres or nobody");
}

/** Returns how to end it earlier. SIGQUIT: at once, since nothing of it is kept. */
function endWithThisProcess(child: () => ChildProcess, directory: string): () => Promise<void> {
  const leave = () => {
    child().kill("SIGQUIT");
    removeFolder(directory);
  };
  process.once("exit", leave);
  return async () => {
    process.off("exit", leave);
    await end(child(), "SIGQUIT");
    removeFolder(directory);
  };
}

async function end(child: ChildProcess, signal: "SIGINT" | "SIGQUIT"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill(signal);
  await exited;
}

function removeFolder(directory: string): void {
  // A server that is just ending may still write.
  rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

async function untilReady(child: ChildProcess): Promise<void> {
  const said: string[] = [];
  if (!child.stderr) throw new Error("the server's messages cannot be read");
  for await (const line of createInterface({ input: child.stderr })) {
    if (line.includes("ready to accept connections")) {
      child.stderr.resume();
      return;
    }
    said.push(line);
  }
  throw new Error(`PostgreSQL did not start:\n${said.join("\n")}`);
}
