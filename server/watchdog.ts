import { url } from "node:inspector";
import { Worker } from "node:worker_threads";

const BEAT = 1_000; // milliseconds

/**
 * Ends the process when its event loop stands still for so many seconds, since then nothing in it can:
 * no request is answered and no signal heard. A thread of its own counts the seconds that it lives
 * through without a beat; while the process is stopped or the machine asleep it does not live either.
 */
export function startWatchdog(patience: number): void {
  // Whoever is at a breakpoint stands still on purpose.
  if (url()) return;
  const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  setInterval(() => Atomics.add(beats, 0, 1), BEAT).unref();
  const options = { eval: true, execArgv: [], workerData: { beats, beat: BEAT, patience } };
  new Worker(WATCH, options).unref();
}

/** Text, not a file: it has to be there in every kind of build. The worker's own output passes through the loop that stands still. */
const WATCH = `
  const { writeSync } = require("node:fs");
  const { workerData: { beats, beat, patience } } = require("node:worker_threads");
  let seen = -1;
  let missed = 0;
  setInterval(() => {
    const now = Atomics.load(beats, 0);
    missed = now === seen ? missed + 1 : 0;
    seen = now;
    if (missed < patience) return;
    try {
      writeSync(2, "The server has stood still for " + patience + " seconds; it ends, to be started again\\n");
    } finally {
      process.kill(process.pid, "SIGKILL");
    }
  }, beat);
`;
