import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { SERVER_ARGS } from "#scripts/lib/server-args.mjs";

vi.setConfig({ testTimeout: 60_000 }); // These start processes, one of which is to stand still.

const start = (then: string) =>
  spawn(
    process.execPath,
    [
      "--input-type=module",
      "--eval",
      `(await import("#server/watchdog.ts")).startWatchdog(3); ${then}`,
    ],
    { stdio: ["ignore", "pipe", "pipe"] },
  );

test("a process whose event loop stands still is ended, with one line; one that was stopped is not", async () => {
  const still = start("setTimeout(() => { for (;;); }, 500);");
  const stopped = start(`console.log("up"); setInterval(() => {}, 1000);
    process.on("SIGTERM", () => process.exit(7));`);
  await once(stopped.stdout, "data");
  stopped.kill("SIGSTOP");
  // The one is ended only after the other was stopped for as long.
  const [line, [, signal]] = await Promise.all([text(still.stderr), once(still, "exit")]);
  expect(line).toBe("The server has stood still for 3 seconds; it ends, to be started again\n");
  expect(signal).toBe("SIGKILL");
  stopped.kill("SIGCONT");
  // Both of its timers have fired again by then.
  await setTimeout(2_500);
  stopped.kill("SIGTERM");
  expect(await once(stopped, "exit")).toEqual([7, null]);
});

/** Tells of every thread at once. */
const TELLS = `data:text/javascript,
  import { createHook } from "node:async_hooks";
  import { writeSync } from "node:fs";
  createHook({ init(id, type) { if (type === "WORKER") writeSync(1, "a thread"); } }).enable();`;

const LISTENS = `
  const { createHttpServer, listen } = await import("#server/http-server.ts");
  const server = createHttpServer(() => {});
  console.log("made");
  await listen(server, 0);
  server.close();`;

test("the server has it once it listens, and not while it is starting", async () => {
  const run = async (args: string[], env = {}) => {
    const child = spawn(process.execPath, ["--import", TELLS, ...args], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [output] = await Promise.all([text(child.stdout), once(child, "exit")]);
    return output;
  };
  const listening = run(["--input-type=module", "--eval", LISTENS]);
  expect(await run(SERVER_ARGS, { PORT: "none" })).toBe("");
  expect(await listening).toBe("made\na thread");
});

test("a process that has nothing more to do ends by itself", async () => {
  expect(await once(start(""), "exit")).toEqual([0, null]);
});
