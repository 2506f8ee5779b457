import { url } from "node:inspector";
import { Worker } from "node:worker_threads";

const BEAT = 1_000; // milliseconds

/**
 * Ends the process when its event loop stands still for `limit` seconds, because it would answer no
 * request and hear no signal any more. A worker thread counts seconds without a beat. It stands still,
 * too, while the process is stopped or the machine asleep.
 */
export function startWatchdog(limit: number): void {
  // A process in the debugger stands still on purpose.
  if (url()) return;
  const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  setInterval(() => Atomics.add(beats, 0, 1), BEAT).unref();
  const options = {
    eval: true,
    execArgv: [],
    workerData: { beats, beat: BEAT, limit },
  };
  new Worker(WATCH, options).unref();
}

/** Text, because a file is not in every build. It uses writeSync, because a worker's output passes through the main event loop. */
const WATCH = `
  const { writeSync } = require("node:fs");
  const { workerData: { beats, beat, limit } } = require("node:worker_threads");
  let seen = -1;
  let missed = 0;
  setInterval(() => {
    const now = Atomics.load(beats, 0);
    missed = now === seen ? missed + 1 : 0;
    seen = now;
    if (missed < limit) return;
    try {
      writeSync(2, "The server has stood still for " + limit + " seconds; it ends, to be started again\\n");
    } finally {
      process.kill(process.pid, "SIGKILL");
    }
  }, beat);
`;
