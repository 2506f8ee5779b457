import { fork } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { cpus } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { setTimeout } from "node:timers/promises";
import { readAccessToken } from "../../../e2e/support/api.ts";
import { startDatabase } from "../../../e2e/support/postgres.ts";
import { serverEnvironment } from "../../../e2e/support/server-process.ts";
import { signUp } from "../../../e2e/support/users.ts";
import { root } from "../../lib/root.mjs";
import { type App, startApp } from "../app.ts";
import { MEGABYTE, readCpu, readMemory } from "../runs.ts";
import { type Asker, ask, type Reading, readAnswer, type Script } from "./answers.ts";

/** What a user may have at once. */
const ANSWERS_OF_USER = 10;
const EVERY = 100; // milliseconds
const PIECE: Script = { pieces: 1, every: EVERY, size: 20 };
/** Sends more than the system itself keeps for who does not read, which is megabytes. */
const DOCUMENT: Script = { pieces: 45, every: 400, size: 10_000, isDocument: true };

const SIZES = {
  few: 100,
  many: 500,
  documents: 50,
  atOnce: 8,
  /** Answers one at a time. */
  rounds: 100,
  /** How long answers are open. */
  seconds: 20,
};

/** Many open answers of one process, on PostgreSQL, of a model and for readers in other processes. */
export async function benchStreams(sizes = SIZES): Promise<number> {
  console.log(`${cpus().length} cores, ${process.version}`);
  const { child: model, said: address } = await start<AddressInfo>("model.ts");
  const database = await startDatabase("bench", "bench");
  try {
    const app = await startApp({
      ...database.env,
      MODEL: "openai/script",
      OPENAI_BASE_URL: `http://127.0.0.1:${address.port}/v1`,
      DAILY_TOKEN_LIMIT: "1000000000",
      DAILY_TOKEN_BUDGET: "1000000000",
    });
    try {
      await measure(app, sizes);
    } finally {
      await app.stop();
    }
    const counter = await start<number>("statements.ts", database.env);
    counter.child.disconnect();
    console.log(`\nStatements of a run: ${counter.said}`);
    return 0;
  } finally {
    await database.stop();
    model.disconnect();
  }
}

/** Starts a process of the benchmark and waits for what it says first. It ends with its channel. */
async function start<Said>(file: string, settings: Record<string, string> = {}) {
  const env = serverEnvironment({ ...settings, DEMO_MODEL_DELAY: "0" });
  const child = fork(join(root, "scripts", "bench", "streams", file), { env });
  const [said] = await Promise.race([
    once(child, "message"),
    once(child, "exit").then(([code]) => Promise.reject(new Error(`${file} ended with ${code}`))),
  ]);
  return { child, said: said as Said };
}

async function measure(app: App, { few, many, documents, atOnce, rounds, seconds }: typeof SIZES) {
  const users = await signUpMany(app.url, Math.ceil((many + documents) / ANSWERS_OF_USER));
  const askerOf = (answer: number) => users[Math.floor(answer / ANSWERS_OF_USER)] as Asker;
  await begin(askerOf, 1, rounds);
  console.log(
    "\nFrom the question to the first event, and to the first word of an instant model, in ms",
  );
  console.table([
    { answers: "one at a time", ...(await begin(askerOf, 1, rounds)) },
    { answers: `${atOnce} at once`, ...(await begin(askerOf, atOnce, Math.ceil(rounds / 4))) },
  ]);
  console.log(`\nOpen answers, each of ${1_000 / EVERY} pieces a second, for ${seconds} s`);
  console.log("p50, p99: ms that a piece takes from the model to its reader");
  const rows: object[] = [];
  for (const held of [
    { open: few, documents: 0, areRead: true },
    { open: many, documents: 0, areRead: true },
    { open: many, documents, areRead: true },
    { open: many, documents, areRead: false },
  ]) {
    rows.push(await hold(app, askerOf, { ...held, seconds }));
  }
  console.table(rows);
}

async function signUpMany(url: string, count: number): Promise<Asker[]> {
  const users: Asker[] = [];
  while (users.length < count) {
    users.push({ url, accessToken: await readAccessToken(url, await signUp(url)) });
  }
  return users;
}

type AskerOf = (answer: number) => Asker;

async function begin(askerOf: AskerOf, atOnce: number, rounds: number): Promise<object> {
  const readings: Reading[] = [];
  for (let round = 0; round < rounds; round++) {
    const all = Array.from({ length: atOnce }, (_, at) => readAnswer(askerOf(at), PIECE));
    readings.push(...(await Promise.all(all)));
  }
  const [event, word] = [
    quantiles(readings.map(({ firstEvent }) => firstEvent)),
    quantiles(readings.map(({ firstWord }) => firstWord)),
  ];
  return { "event p50": event.p50, p99: event.p99, "word p50": word.p50, "word p99": word.p99 };
}

interface Held {
  open: number;
  /** How many answers with a long document there are besides. */
  documents: number;
  areRead: boolean;
  seconds: number;
}

/** Opens answers one after the other, and measures while all are open. */
async function hold(app: App, askerOf: AskerOf, held: Held): Promise<object> {
  const { open, documents, areRead, seconds } = held;
  const opening = 25 * open; // milliseconds
  const settling = 1_000;
  const length = opening + 2 * settling + 1_000 * seconds;
  const script = { ...PIECE, pieces: Math.ceil(length / EVERY) };
  const readings: Reading[] = Array.from({ length: open }, () => ({ delays: [] }));
  const answers: Promise<unknown>[] = [];
  for (const [at, reading] of readings.entries()) {
    answers.push(readAnswer(askerOf(at), script, reading));
    await setTimeout(opening / open);
  }
  await setTimeout(settling);
  const memory = [readMemory(app.pid)];
  const shown = await Promise.all(
    Array.from({ length: documents }, (_, at) => ask(askerOf(open + at), DOCUMENT)),
  );
  if (areRead) for (const response of shown) response.resume();
  for (const reading of readings) reading.delays = [];
  const cpu = readCpu(app.pid);
  for (const _ of ["middle", "end"]) {
    await setTimeout(500 * seconds);
    memory.push(readMemory(app.pid));
  }
  const used = readCpu(app.pid) - cpu;
  const delays = readings.flatMap((reading) => reading.delays);
  await Promise.all(answers);
  // Who does not read does not see either that the connection has gone.
  const ends = await Promise.allSettled(shown.map((response) => finished(response.resume())));
  return {
    open,
    documents: documents === 0 ? "none" : `${documents} ${areRead ? "read" : "unread"}`,
    "cut off": ends.filter(({ status }) => status === "rejected").length,
    "pieces/s": Math.round(delays.length / seconds),
    ...quantiles(delays),
    "CPU %": Math.round((100 * used) / seconds),
    "MB at first, half-way, last": memory.map((bytes) => Math.round(bytes / MEGABYTE)).join(", "),
  };
}

function quantiles(values: (number | undefined)[]) {
  const sorted = values.map((value = Number.NaN) => value).sort((a, b) => a - b);
  const at = (share: number) => Number(sorted[Math.floor(sorted.length * share)]?.toFixed(1));
  return { p50: at(0.5), p99: at(0.99) };
}
