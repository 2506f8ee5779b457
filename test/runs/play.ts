import type { LanguageModel } from "ai";
import { eq, getTableColumns } from "drizzle-orm";
import { expect } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { messages, threads } from "#drizzle/schema/threads.ts";
import { newThreadRunBody, runBody } from "#lib/runs/run-request.ts";
import { startRun, startThreadRun } from "#lib/runs/start.ts";
import type { RunKey } from "#lib/runs/store.ts";
import { streamRun } from "#lib/runs/stream-run.ts";
import { isRunning } from "#lib/threads/thread.ts";
import { readEvents, rebuildMessages } from "./grammar.ts";
import { type Step, say, scriptedModel } from "./scripted-model.ts";

const ownerId = "owner-of-the-run-tests";
export const caller = { ownerId, projectId: "default" };
const MAX_DURATION = 300;

export const weather = {
  name: "WeatherCard",
  description: "",
  propsSchema: {
    type: "object",
    properties: {
      city: { type: "string" },
      days: { type: "array", items: { type: "object", properties: { t: { type: "number" } } } },
      note: { type: "string" },
    },
    required: ["city", "days"],
  },
};
export const add = {
  name: "add",
  description: "adds",
  inputSchema: {
    type: "object",
    properties: { a: { type: "number" }, b: { type: "number" } },
    required: ["a", "b"],
  },
};
export const offered = { availableComponents: [weather], tools: [add] };
export const question = (text: string) => ({
  ...offered,
  message: { role: "user", content: [{ type: "text", text }] },
});
export const result = (toolUseId: string, text: string) => ({
  type: "tool_result",
  toolUseId,
  content: [{ type: "text", text }],
});

export const startThread = (body: object = question("hello")) =>
  startThreadRun(caller, newThreadRunBody.parse(body));
export const start = (threadId: string, body: object) =>
  startRun(caller, threadId, runBody.parse(body));
export const stream = (run: Awaited<ReturnType<typeof start>>, model: LanguageModel) =>
  streamRun(run, model, { maxDuration: MAX_DURATION });

/** Runs the script in a new thread, reads it to its end and compares it with what is stored. */
export async function play(...scripts: Step[][]) {
  const { model, asked } = scriptedModel(...scripts);
  const run = await startThread();
  const events = await readEvents(stream(run, model));
  return { run, asked, events, ...(await compareWithStored(run, events)) };
}

export async function compareWithStored(
  run: RunKey,
  events: Parameters<typeof rebuildMessages>[0],
) {
  const rebuilt = rebuildMessages(events);
  const stored = await listStored(run.threadId);
  for (const { id, role, content, reasoning } of rebuilt) {
    const message = stored.find((row) => row.id === id);
    expect(message).toMatchObject({ role, reasoning: reasoning ?? null });
    // The client's results of calls do not say that they are errors.
    expect(withoutErrors(message?.content)).toEqual(content);
  }
  const times = stored.map(({ createdAt }) => createdAt.getTime());
  expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  return { rebuilt, stored, thread: await readThread(run.threadId) };
}

const withoutErrors = (content: unknown): unknown =>
  JSON.parse(JSON.stringify(content, (key, value) => (key === "isError" ? undefined : value)));

export async function listStored(threadId: string) {
  const db = await getDb();
  const rows = db.select().from(messages).where(eq(messages.threadId, threadId));
  return rows.orderBy(messages.createdAt);
}

export async function readThread(threadId: string) {
  const db = await getDb();
  const [thread] = await db
    .select({ ...getTableColumns(threads), isRunning })
    .from(threads)
    .where(eq(threads.id, threadId));
  if (!thread) throw new Error(`there is no thread ${threadId}`);
  return thread;
}

/** A model that has said something and now says nothing more until it is released. */
export function hanging(...before: Step[]) {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { ...scriptedModel([...before, promise, ...say(" The end.", "late")]), release: resolve };
}

export const types = (events: { type: string; name?: string }[]) =>
  events.map(({ type, name }) => name ?? type);
