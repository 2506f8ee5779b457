import { once } from "node:events";
import { join } from "node:path";
import { Duplex } from "node:stream";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

/** Milliseconds that the engine may take for a message: a statement, or an owner's whole transaction. */
const ANSWER_TIMEOUT = 10_000;
/** What a client ends with. */
export const TERMINATE = Buffer.from("X\0\0\0\x04");
const CRASHED = "57P02"; // SQLSTATE
/** The first byte of what a client begins with. Every other message begins with a letter. */
const STARTUP = 0;
/** ReadyForQuery, idle (PostgreSQL's protocol, message formats). */
const READY = Buffer.from("Z\0\0\0\x05I");

/**
 * The embedded engine, as the driver of servers sees it: a stream. The engine is a thread that gets
 * messages and posts answers. It is given up when one takes too long: PGlite cannot be interrupted.
 */
export class EngineStream extends Duplex {
  #start: () => Promise<Worker>;
  #worker?: Worker;
  #unanswered = 0;
  #timer?: NodeJS.Timeout;

  constructor(start: () => Promise<Worker>) {
    super();
    this.#start = start;
  }

  /** The driver calls it, and the next three, as those of a socket. */
  connect(): void {
    this.#start().then(
      (worker) => {
        this.#worker = worker;
        worker.on("message", (answer: Uint8Array) => this.#receive(answer));
        worker.once("error", (cause) => this.#giveUp("has failed", cause));
        worker.once("exit", () => this.destroy());
        worker.unref();
        if (this.destroyed) void worker.terminate();
        else this.emit("connect");
      },
      (error) => this.destroy(error),
    );
  }
  setNoDelay(): void {}
  ref(): void {}
  unref(): void {}

  override _read(): void {}

  override _write(message: Buffer, _: BufferEncoding, done: () => void): void {
    if (message[0] === STARTUP) this.push(READY);
    else this.#send(message);
    done();
  }

  /** What was written while the stream was corked: one message. */
  override _writev(parts: { chunk: Buffer }[], done: () => void): void {
    this.#send(Buffer.concat(parts.map(({ chunk }) => chunk)));
    done();
  }

  /** Whoever waits for an answer learns it once no thread is on the files any more. */
  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.#timer);
    if (this.#worker) this.#worker.terminate().finally(() => done(error));
    else done(error);
  }

  #send(message: Uint8Array): void {
    this.#worker?.postMessage(message);
    this.#unanswered += 1;
    if (this.#unanswered > 1) return;
    // The process stays for an answer, and does not for an idle engine.
    this.#worker?.ref();
    this.#watch();
  }

  #receive(answer: Uint8Array): void {
    this.#unanswered -= 1;
    clearTimeout(this.#timer);
    if (this.#unanswered > 0) this.#watch();
    else this.#worker?.unref();
    this.push(answer);
  }

  #watch(): void {
    const tooLong = `has not answered for ${ANSWER_TIMEOUT / 1_000} seconds`;
    this.#timer = setTimeout(() => this.#giveUp(tooLong), ANSWER_TIMEOUT);
  }

  #giveUp(what: string, cause?: unknown): void {
    const message = `the embedded database ${what}, and is started anew`;
    console.error(`DATA_DIR: ${message}`);
    this.destroy(Object.assign(new Error(message, { cause }), { code: CRASHED }));
  }
}

/** Starts the engine on files, which it makes if there are none. */
export async function startEngine(files: string): Promise<Worker> {
  // Node itself loads it. A bundler that saw its path would take PGlite along to where it cannot be.
  const thread = join(
    /* turbopackIgnore: true */ process.cwd(),
    "drizzle/drivers/engine-thread.ts",
  );
  const text = `import(${JSON.stringify(pathToFileURL(thread))})`;
  const worker = new Worker(text, { eval: true, execArgv: [], workerData: files });
  const ended = once(worker, "exit").then(([code]) => Promise.reject(new Error(`exit ${code}`)));
  await Promise.race([once(worker, "message"), ended]);
  return worker;
}
