import { url } from "node:inspector";
import { Worker } from "node:worker_threads";

const BEAT = 1_000; // milliseconds
/** The size of a file of the embedded database's log. */
const LOG = 16 * 1_048_576; // bytes

/**
 * Ends the process when its event loop stands still for `limit` seconds, because it would answer no
 * request and hear no signal any more. A worker thread counts seconds without a beat. It stands still,
 * too, while the process is stopped or the machine asleep. `dataDir` is looked at for the cause: the
 * embedded engine may not come back from a commit to a full disk.
 */
export function startWatchdog(limit: number, dataDir?: string): void {
  // A process in the debugger stands still on purpose.
  if (url()) return;
  const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  setInterval(() => Atomics.add(beats, 0, 1), BEAT).unref();
  const options = {
    eval: true,
    execArgv: [],
    workerData: { beats, beat: BEAT, limit, dataDir, log: LOG },
  };
  new Worker(WATCH, options).unref();
}

/** Text, because a file is not in every build. It uses writeSync, because a worker's output passes through the main event loop. */
const WATCH = `
  const { statfsSync, writeSync } = require("node:fs");
  const { workerData: { beats, beat, limit, dataDir, log } } = require("node:worker_threads");
  function isFull() {
    try {
      const { bavail, bsize } = statfsSync(dataDir);
      return bavail * bsize < log;
    } catch {
      return false;
    }
  }
  let seen = -1;
  let missed = 0;
  setInterval(() => {
    const now = Atomics.load(beats, 0);
    missed = now === seen ? missed + 1 : 0;
    seen = now;
    if (missed < limit) return;
    try {
      const cause = isFull() ? ", and the disk of DATA_DIR is full" : "";
      writeSync(2, "The server has stood still for " + limit + " seconds" + cause + "; it ends, to be started again\\n");
    } finally {
      process.kill(process.pid, "SIGKILL");
    }
  }, beat);
`;
