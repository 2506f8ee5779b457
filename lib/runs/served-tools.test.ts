import { APICallError } from "ai";
import { createLocalJWKSet } from "jose";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { appEnv } from "#lib/base/env.ts";
import { processWide } from "#lib/base/process.ts";
import { publishedKeys } from "#lib/identity/signing-keys.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { startNotesServer } from "#test/mcp-server.ts";
import { readEvents } from "#test/runs/grammar.ts";
import {
  caller,
  compareWithStored,
  question,
  result,
  start,
  startThread,
  stream,
  types,
} from "#test/runs/play.ts";
import { call, type Step, say, scriptedModel } from "#test/runs/scripted-model.ts";
import { cancelRun } from "./running.ts";

provideDataDir();

const AUDIENCE = "https://notes.example.com";
beforeEach(async () => {
  processWide("mcp-lists", () => new Map()).clear();
  const trust = { keys: createLocalJWKSet(await publishedKeys()), issuer: appEnv().APP_URL };
  server = await startNotesServer({ ...trust, audience: AUDIENCE });
  onTestFinished(server.close);
  const { url } = server;
  vi.stubEnv("MCP_SERVERS", JSON.stringify([{ name: "notes", url, audience: AUDIENCE }]));
});
afterEach(() => vi.unstubAllEnvs());
let server: Awaited<ReturnType<typeof startNotesServer>>;

async function play(...scripts: Step[][]) {
  const { model, asked } = scriptedModel(...scripts);
  const run = await startThread();
  const events = await readEvents(stream(run, model));
  return { run, asked, events, ...(await compareWithStored(run, events)) };
}

test("a call is carried out as the user, and is told to the client, to the model and to the next run", async () => {
  const { run, asked, events, stored, thread } = await play(
    [...say("A moment."), ...call("notes_add", '{"text":"milk","_tambo_statusMessage":"Adding"}')],
    call("notes_list", "{}"),
    say("It is noted."),
  );
  const result = ["TEXT_MESSAGE_START", "TOOL_CALL_RESULT", "TEXT_MESSAGE_END"];
  const kinds = types(events).filter((type) => !/CONTENT|ARGS/.test(type));
  expect(kinds).toEqual([
    "RUN_STARTED",
    "TEXT_MESSAGE_START",
    "TEXT_MESSAGE_END",
    ...["TOOL_CALL_START", "TOOL_CALL_END", ...result],
    ...["TOOL_CALL_START", "TOOL_CALL_END", ...result],
    "TEXT_MESSAGE_START",
    "TEXT_MESSAGE_END",
    "RUN_FINISHED",
  ]);
  expect([...server.notes]).toEqual([[caller.ownerId, ["milk"]]]);
  expect(stored.map(({ role, content }) => [role, content])).toMatchObject([
    ["user", [{ type: "text" }]],
    [
      "assistant",
      [
        { type: "text", text: "A moment." },
        { type: "tool_use", name: "notes_add", input: { text: "milk" } },
        { type: "tool_use", name: "notes_list", input: {} },
        { type: "text", text: "It is noted." },
      ],
    ],
    [
      "user",
      [
        { type: "tool_result", content: [{ type: "text", text: "added: milk" }] },
        { type: "tool_result", content: [{ type: "text", text: "notes: milk" }] },
      ],
    ],
  ]);
  expect(thread).toMatchObject({ pendingToolCallIds: [] });
  const output = (value: string) => ({
    role: "tool",
    content: [{ type: "tool-result", output: { type: "text", value } }],
  });
  expect(asked[1]?.prompt.at(-1)).toMatchObject(output("added: milk"));
  const again = scriptedModel(say("Yes."));
  await readEvents(stream(await start(run.threadId, question("Is it?")), again.model));
  expect(again.asked[0]?.prompt.filter(({ role }) => role === "tool")).toMatchObject([
    { content: [{ output: { value: "added: milk" } }, { output: { value: "notes: milk" } }] },
  ]);
});

test("beside a client's call it has its result, and only the client's waits", async () => {
  const { run, events, thread } = await play([
    ...call("notes_list", "{}", { id: "served" }),
    ...call("add", '{"a":1,"b":2}', { id: "client" }),
  ]);
  expect(events.at(-2)).toMatchObject({
    name: "tambo.run.awaiting_input",
    value: { pendingToolCalls: [{ toolName: "add" }] },
  });
  const [pending = ""] = thread.pendingToolCallIds;
  const { model, asked } = scriptedModel(say("Three."));
  const next = await start(run.threadId, {
    ...question(""),
    message: { role: "user", content: [result(pending, "3")] },
  });
  await readEvents(stream(next, model));
  const results = asked[0]?.prompt.flatMap(({ role, content }) => (role === "tool" ? content : []));
  expect(results).toMatchObject([{ output: { value: "notes: none" } }, { output: { value: "3" } }]);
});

test("arguments that do not fit are refused before the server is asked", async () => {
  const { stored, asked } = await play(
    call("notes_add", '{"text":5}'),
    say("I cannot write that."),
  );
  expect(server.notes.size).toBe(0);
  expect(JSON.stringify(asked[1]?.prompt.at(-1))).toContain("/text must be string");
  expect(JSON.stringify(stored.at(-1)?.content)).toContain("the arguments are not valid");
});

test("a model that only calls is stopped after eight steps", async () => {
  const { events } = await play(...Array(20).fill(call("notes_list", "{}")));
  expect(types(events).filter((type) => type === "TOOL_CALL_RESULT")).toHaveLength(8);
});

test("cancelling the run cancels the call, whose outcome is unknown", async () => {
  const { run: warm } = await play(say("Hello."));
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  const { promise: left, resolve: leave } = Promise.withResolvers<void>();
  server.answerWith((_, response) => {
    response.on("close", leave);
    resolve();
  });
  const { model } = scriptedModel(call("notes_add", '{"text":"milk"}'));
  const run = await start(warm.threadId, question("Add milk"));
  const events = readEvents(stream(run, model));
  await asked;
  await cancelRun(run);
  await left;
  expect((await events).at(-1)).toMatchObject({ type: "RUN_ERROR", code: "CANCELLED" });
  const { stored } = await compareWithStored(run, await events);
  expect(JSON.stringify(stored.at(-1)?.content)).toContain("It may have been carried out");
});

test("a server that is away costs its tools, and the run goes on", async () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  await server.close();
  const { events, asked } = await play(say("Hello."));
  expect(events.at(-1)?.type).toBe("RUN_FINISHED");
  expect(asked[0]?.tools?.map(({ name }) => name)).toEqual(["show_component_WeatherCard", "add"]);
});

test("tools that the provider does not take are left out, and the run goes on", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const refusal = {
    message: "bad schema",
    url: "http://m",
    requestBodyValues: {},
    statusCode: 400,
  };
  const { events, asked } = await play([new APICallError(refusal)], say("Hello."));
  expect(events.at(-1)?.type).toBe("RUN_FINISHED");
  const offered = asked.map(({ tools = [] }) => tools.map(({ name }) => name));
  const own = ["show_component_WeatherCard", "add"];
  expect(offered).toEqual([[...own, "notes_add", "notes_list"], own]);
  expect(log.mock.calls).toEqual([[expect.stringContaining("the model failed: AI_APICallError")]]);
  log.mockRestore();
});

test("a client's tool cannot pass for a server's", async () => {
  const tools = [{ name: "notes_add", description: "", inputSchema: { type: "object" } }];
  const body = { ...question("hello"), tools };
  await expect(startThread(body)).rejects.toMatchObject({
    status: 400,
    code: "VALIDATION_ERROR",
    message: "tools: notes_add must not begin with notes_, as an MCP server's do",
  });
});
