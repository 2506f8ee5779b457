import { fdatasync, fdatasyncSync, fstatSync, fsyncSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";

// The thread of the embedded database: it gets messages of PostgreSQL's protocol, and posts the answers.

/** Milliseconds from a commit until it is written through, with all others of that time. */
const DELAY = 200;
/** A file of the log of changes. While it is made it has another name. */
const LOG = /\/pg_wal\/[0-9A-F]{24}$/;

/** As far as it is used here: an open file, and what is done to files. */
interface OpenFile {
  nfd: number;
  path: string;
}
type Acts = Record<string, (...args: unknown[]) => unknown>;
interface Emscripten {
  NODEFS: { node_ops: Acts; stream_ops: Acts; tryFSOperation(act: () => void): void };
}

/**
 * The engine's files, so that they outlive a power cut: PGlite itself writes nothing through to the disk.
 * A commit waits for nothing. What it added to the log is written through soon, and in any case before
 * anything else is changed: the log must never be behind what it tells of.
 */
class DurableFiles extends NodeFS {
  #fresh = new Set<number>();
  #underWay = new Set<number>();
  #isDue = false;
  /** What was not changed since then is on the disk already. */
  #durableUntil: number;

  constructor(files: string) {
    super(files);
    // At the end of a checkpoint, before which everything else is written through, the engine writes it.
    const control = statSync(join(files, "global", "pg_control"), { throwIfNoEntry: false });
    // A new database is written through when it is complete.
    this.#durableUntil = control?.mtimeMs ?? Number.POSITIVE_INFINITY;
  }

  /** From now on only what was changed is written through. While it opens, the engine does it with all. */
  opened(): void {
    this.#durableUntil = 0;
  }

  override async init(...args: Parameters<NodeFS["init"]>) {
    const { emscriptenOpts } = await super.init(...args);
    emscriptenOpts.preRun?.push((module) => this.#hook(module as unknown as Emscripten));
    return { emscriptenOpts };
  }

  #hook({ NODEFS: { node_ops, stream_ops, tryFSOperation } }: Emscripten): void {
    const hook = (acts: Acts, name: string) => {
      const act = acts[name] as Acts[string];
      acts[name] = (...args) => {
        const isLog = name === "write" && LOG.test((args[0] as OpenFile).path);
        if (!isLog) tryFSOperation(() => this.#writeThrough());
        return act(...args);
      };
    };
    for (const name of ["setattr", "rename", "unlink", "rmdir"]) hook(node_ops, name);
    for (const name of ["setattr", "write", "close"]) hook(stream_ops, name);
    // Absent otherwise.
    stream_ops.fsync = (file) => tryFSOperation(() => this.#sync(file as OpenFile));
  }

  #sync({ nfd, path }: OpenFile): void {
    if (LOG.test(path) && this.#durableUntil === 0) {
      this.#fresh.add(nfd);
      if (!this.#isDue) void this.#writeThroughSoon();
      return;
    }
    this.#writeThrough();
    const about = fstatSync(nfd);
    // Windows cannot write a folder through.
    if (about.isDirectory() && process.platform === "win32") return;
    if (about.mtimeMs >= this.#durableUntil) fsyncSync(nfd);
  }

  #writeThrough(): void {
    for (const log of [...this.#fresh, ...this.#underWay]) fdatasyncSync(log);
    this.#fresh.clear();
    this.#underWay.clear();
  }

  /** The engine goes on meanwhile. An error ends this thread: what a disk lost, no second try brings back. */
  async #writeThroughSoon(): Promise<void> {
    this.#isDue = true;
    while (this.#fresh.size > 0) {
      await setTimeout(DELAY);
      this.#underWay = this.#fresh;
      this.#fresh = new Set();
      const written = [...this.#underWay].map((log) => promisify(fdatasync)(log));
      await Promise.all(written).catch((error) => {
        // It was written through meanwhile, and then closed.
        if (this.#underWay.size > 0) throw error;
      });
      this.#underWay.clear();
    }
    this.#isDue = false;
  }
}

const TERMINATE = "X".charCodeAt(0);
/** An answer ends with ReadyForQuery, which has six bytes. */
const READY = "Z".charCodeAt(0);

/** As PGlite has them, but that files are written through, and with 16 MB of memory for pages, not 128. */
const startParams = [
  ...PGlite.defaultStartParams.filter((param) => param !== "-F"),
  ...["wal_sync_method=fsync", "shared_buffers=16MB"].flatMap((setting) => ["-c", setting]),
];

const fs = new DurableFiles(workerData);
const engine = await PGlite.create({ fs, startParams });
fs.opened();

parentPort?.on("message", async (message: Uint8Array) => {
  if (message[0] === TERMINATE) {
    await engine.close();
    process.exit();
  }
  const answer = engine.execProtocolRawSync(message);
  // PGlite goes on after an error of its own, as if nothing were wrong.
  if (answer.at(-6) !== READY) throw new Error("the engine broke off its answer");
  parentPort?.postMessage(answer, [answer.buffer as ArrayBuffer]);
});
parentPort?.postMessage("ready");
