import { setTimeout } from "node:timers/promises";
import { openLine } from "#test/line.ts";
import { findFreePort } from "../../e2e/support/free-port.ts";
import { type ServerProcess, startProcess } from "../../e2e/support/server-process.ts";
import { SERVER_ARGS } from "../lib/server-args.mjs";

/** After a collection of garbage: bytes, bytes of the whole process, open sockets; and milliseconds of work since its start. */
export type Held = Record<"memory" | "resident" | "sockets" | "work", number>;

export type Instance = Awaited<ReturnType<typeof startInstance>>;

const PROGRAM = ["--expose-gc", "--import", "./scripts/chaos/watched.ts", ...SERVER_ARGS];
/** The machine does much else meanwhile. */
const START_LIMIT = 120_000; // milliseconds, like the next ones
const PAUSE = 500;
const LOOK_AGAIN = 50;
const COMPLAINT = /^chaos: (?!held).*$|^FATAL ERROR.*$/gm;

/** The production server as a supervisor runs it: when it ends it is started again. */
export async function startInstance(name: string, settings: Record<string, string>) {
  const port = await findFreePort();
  const toUsers = await openLine(port);
  const database = new URL(settings.DATABASE_URL ?? "postgres://localhost:1");
  const toDatabase = await openLine(Number(database.port));
  database.port = String(toDatabase.port);
  const own: Record<string, string> = { ...settings, PORT: String(port) };
  if (settings.DATABASE_URL) own.DATABASE_URL = database.href;
  /** What it must not do. */
  const complaints: string[] = [];
  let ahead = 0;
  let running: ServerProcess;
  /** The one that has to end. */
  let condemned: ServerProcess | undefined;
  let killing: Promise<void> | undefined;

  /** It does not start while its database is away or its disk full. Then it is started again. */
  async function start(): Promise<void> {
    const server = startProcess(own, ahead, PROGRAM, START_LIMIT);
    running = server;
    const isUp = await server.ready.then(
      () => true,
      () => false,
    );
    void server.exited.then((code) => {
      const said = server.output().match(COMPLAINT) ?? [];
      complaints.push(...said.map((line) => `${name}: ${line}`));
      if (!isUp || server === condemned) return;
      complaints.push(`${name}: ended by itself (${code}): ${server.output().slice(-500)}`);
      ready = start();
    });
    if (isUp) return;
    await server.end("SIGKILL");
    await setTimeout(PAUSE);
    return start();
  }
  async function end(signal: "SIGTERM" | "SIGKILL") {
    await ready;
    condemned = running;
    return running.end(signal);
  }

  let ready = start();
  await ready;
  return {
    port,
    /** Where its users reach it. */
    url: `http://127.0.0.1:${toUsers.port}`,
    toUsers,
    toDatabase,
    complaints,
    kill9() {
      killing ??= end("SIGKILL").then(() => {
        killing = undefined;
        ready = start();
        return ready;
      });
      return killing;
    },
    async setClock(milliseconds: number) {
      ahead = milliseconds;
      await ready;
      await running.setClock(milliseconds);
    },
    async measure(): Promise<Held> {
      await ready;
      const { pid, output } = running;
      const seen = output().length;
      process.kill(pid, "SIGUSR2");
      for (;;) {
        await setTimeout(LOOK_AGAIN);
        const [, held] = /^chaos: held (.*)$/m.exec(output().slice(seen)) ?? [];
        if (held) return JSON.parse(held);
      }
    },
    async stop() {
      const code = await end("SIGTERM");
      if (code !== 0) complaints.push(`${name}: SIGTERM ended it with ${code}`);
      await Promise.all([toUsers.close(), toDatabase.close()]);
    },
  };
}
