import TamboAI from "@tambo-ai/typescript-sdk";
import type { Client } from "./support/client.ts";
import { listMessages, readUntil } from "./support/reading.ts";
import { nameOf, type Run, replay, type StreamEvent, valuesOf } from "./support/run.ts";
import { ask, words } from "./support/script.ts";
import { expect, test } from "./support/test.ts";

/** Everything that a run may send (PROTOCOL §4.2). */
const KNOWN = [
  "RUN_STARTED",
  "RUN_FINISHED",
  "RUN_ERROR",
  "TEXT_MESSAGE_START",
  "TEXT_MESSAGE_CONTENT",
  "TEXT_MESSAGE_END",
  "THINKING_TEXT_MESSAGE_START",
  "THINKING_TEXT_MESSAGE_CONTENT",
  "THINKING_TEXT_MESSAGE_END",
  "TOOL_CALL_START",
  "TOOL_CALL_ARGS",
  "TOOL_CALL_END",
  "TOOL_CALL_RESULT",
  "tambo.component.start",
  "tambo.component.props_delta",
  "tambo.component.state_delta",
  "tambo.component.end",
  "tambo.message.parent",
  "tambo.run.awaiting_input",
];

let played: Promise<Run[]> | undefined;
/** One run of each kind, played once: each with the reducer of the published client. */
const playAll = (client: Client) => {
  const scripts = [
    words.plain,
    words.thinking,
    words.component,
    words.emptyComponent,
    words.twoTools,
    words.toolAndComponent,
    ...words.failing,
  ];
  // One after the other: a user may have ten answers at once, and other files have the same users.
  played ??= Array.fromAsync(scripts, (text) => client.run(ask(text)));
  return played;
};

test("29 headers and first events arrive while the answer is being written", async ({ ada }) => {
  const startedAt = performance.now();
  const response = await ada.start(ask(words.slow));
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  expect(response.headers.get("content-encoding")).toBeNull();
  const { threadId, runId } = await readUntil(response, "TEXT_MESSAGE_CONTENT");
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  const cancelled = await ada.call("DELETE", `/v1/threads/${threadId}/runs/${runId}`);
  expect(cancelled.status, "it had not ended by then").toBe(200);
});

test("30 the first event is RUN_STARTED with both ids", async ({ ada }) => {
  for (const { events, threadId, runId } of await playAll(ada)) {
    expect(events[0]).toMatchObject({ type: "RUN_STARTED", threadId, runId });
    expect(events.filter(({ type }) => type === "RUN_STARTED")).toHaveLength(1);
  }
});

test("31 every data block is one JSON object, the last one ends with a blank line", async ({
  ada,
}) => {
  for (const { text } of await playAll(ada)) {
    const data = text.split("\n").filter((line) => line.startsWith("data:"));
    for (const line of data) expect(JSON.parse(line.slice(5))).toEqual(expect.any(Object));
    expect(text.endsWith("}\n\n")).toBe(true);
  }
});

test("32 there is nothing else but comments: no [DONE], no event without data", async ({ ada }) => {
  for (const { text } of await playAll(ada)) {
    const blocks = text.split("\n\n").slice(0, -1);
    expect(blocks.filter((block) => !/^(: ?[^\n]*|data: \{[^\n]*\})$/.test(block))).toEqual([]);
  }
});

test("33 the last event is one terminal event, whatever happens", async ({ ada }) => {
  for (const { events } of await playAll(ada)) {
    const last = events.at(-1) ?? { type: "none" };
    expect(["RUN_FINISHED", "RUN_ERROR", "tambo.run.awaiting_input"]).toContain(nameOf(last));
    const terminal = events.filter(({ type }) => ["RUN_FINISHED", "RUN_ERROR"].includes(type));
    expect(terminal).toHaveLength(1);
  }
});

test("34 only known events are sent", async ({ ada }) => {
  for (const { events } of await playAll(ada)) {
    expect(events.map(nameOf).filter((name) => !KNOWN.includes(name))).toEqual([]);
  }
});

test("35 text lies between START and END of its own message", async ({ ada }) => {
  for (const { events } of await playAll(ada)) {
    let active: unknown;
    for (const { type, messageId } of events) {
      if (type === "TEXT_MESSAGE_START") {
        expect(active).toBeUndefined();
        active = messageId;
      }
      if (type === "TEXT_MESSAGE_CONTENT") expect(messageId).toBe(active);
      if (type === "TEXT_MESSAGE_END") {
        expect(messageId).toBe(active);
        active = undefined;
      }
    }
    expect(active).toBeUndefined();
  }
});

test("45 reasoning comes after the START of its answer", async ({ ada }) => {
  const { events, threadId } = await ada.run(ask(words.thinking));
  const names = events.map(nameOf);
  const thought = names.findIndex((name) => name.startsWith("THINKING"));
  expect(thought).toBeGreaterThan(names.indexOf("TEXT_MESSAGE_START"));
  expect(names.indexOf("TEXT_MESSAGE_START")).toBeGreaterThan(0);
  const ids = events.filter(({ type }) => type === "TEXT_MESSAGE_START");
  const [, stored] = await listMessages(ada, threadId);
  expect(new Set(ids.map(({ messageId }) => messageId))).toEqual(new Set([stored?.id]));
});

test("46 what is not ASCII survives any chunk boundary", async ({ ada, backend }) => {
  const inBytes: typeof fetch = async (...request) => {
    const response = await fetch(...request);
    const bytes = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        for (const byte of chunk) controller.enqueue(Uint8Array.of(byte));
      },
    });
    return new Response(response.body?.pipeThrough(bytes), response);
  };
  const client = new TamboAI({
    baseURL: backend.url,
    apiKey: backend.apiKey,
    defaultHeaders: ada.headers,
    fetch: inBytes,
  });
  const body = ask(words.component) as unknown as Parameters<typeof client.threads.runs.create>[0];
  const events: StreamEvent[] = [];
  for await (const event of await client.threads.runs.create(body)) {
    events.push(event as unknown as StreamEvent);
  }
  const [end] = valuesOf(events, "tambo.component.end");
  expect(end?.finalProps).toMatchObject({ city: words.city });
  const { threadId } = replay(events);
  const [question, shown] = await listMessages(ada, threadId);
  expect(question?.content[0]?.text).toBe(words.component);
  expect(JSON.stringify(shown)).toContain(words.city);
});
