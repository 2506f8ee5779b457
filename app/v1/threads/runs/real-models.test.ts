import { createServer } from "node:net";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { apis, provideModelServer, speak } from "#test/model-server.ts";
import { add, ask, names, play, signInRunner, text, weather } from "#test/runs/client.ts";

provideDataDir();
const { server, sent } = provideModelServer();
const log = vi.spyOn(console, "error").mockImplementation(() => {});

const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const CARD = "show_component_WeatherCard";
const whole = JSON.stringify({ city: "Oslo", days: [{ t: 12 }, { t: 9 }] });
const offer = { availableComponents: [weather], tools: [add] };

beforeAll(signInRunner);
beforeEach(() => {
  vi.stubEnv("MODEL", "openai/any");
  log.mockClear();
});
afterEach(() => vi.unstubAllEnvs());

describe.each(apis)("over the API %s", (api) => {
  // Google says "stop" after a call as well.
  const finish = api === "Google" ? { finishReason: "stop" } : {};
  const calling = (name: string, json: string) => ({
    toolCalls: [{ name, arguments: json }],
    ...finish,
  });

  beforeEach(() => speak(api));

  test("a text is streamed in pieces", async () => {
    server.onMessage(/Hi/, { content: "Grüße aus dem Süden, und viel Sonne." });
    const { events, rebuilt } = await play(ask("Hi"));
    expect(rebuilt[0]?.content).toEqual(text("Grüße aus dem Süden, und viel Sonne."));
    expect(names(events).filter((name) => name === "TEXT_MESSAGE_CONTENT").length).toBeGreaterThan(
      2,
    );
  });

  test("a component is shown within an answer, and the model is told that it was", async () => {
    server.on({ hasToolResult: false }, { content: "Here it is:", ...calling(CARD, whole) });
    server.on({ toolResultContains: "shown" }, { content: "Dress warmly." });
    const { rebuilt, events } = await play(ask("weather?", offer));
    expect(rebuilt[0]?.content).toMatchObject([
      { type: "text", text: "Here it is:" },
      { type: "component", name: "WeatherCard", props: JSON.parse(whole) },
      { type: "text", text: "Dress warmly." },
    ]);
    expect(JSON.stringify(events)).not.toContain("show_component_");
  });

  test("a component that does not fit is tried again", async () => {
    server.on({ hasToolResult: false }, calling(CARD, '{"city":"Oslo","rain":1}'));
    server.on({ toolResultContains: "/days is missing" }, calling(CARD, whole));
    server.on({ toolResultContains: "shown" }, { content: "Done." });
    const { rebuilt } = await play(ask("weather?", offer));
    expect(rebuilt[0]?.content).toMatchObject([
      { type: "component", props: JSON.parse(whole) },
      { type: "text", text: "Done." },
    ]);
  });

  test("a client tool is waited for, and its result goes back", async () => {
    server.on({ hasToolResult: false }, calling("add", '{"a":1,"b":2}'));
    server.on({ toolResultContains: "3" }, { content: "It is 3." });
    const first = await play(ask("1+2?", offer));
    expect(names(first.events)).toContain("tambo.run.awaiting_input");
    const [call] = first.rebuilt[0]?.content ?? [];
    expect(call).toMatchObject({ type: "tool_use", name: "add", input: { a: 1, b: 2 } });
    const result = { type: "tool_result", toolUseId: call?.id, content: text("3") };
    const message = { role: "user", content: [result] };
    const more = { ...offer, message, previousRunId: first.runId };
    const { rebuilt } = await play(ask("", more), first.threadId);
    expect(rebuilt[0]?.content).toEqual(text("It is 3."));
  });

  test.each([
    [429, "LLM_CLIENT_ERROR", "client_error", true],
    [401, "LLM_KEY_REFUSED", "client_error", false],
    [500, "LLM_SERVER_ERROR", "server_error", true],
  ])(
    "a %d ends the run with %s, and the thread goes on",
    async (status, code, category, isRetryable) => {
      server.onMessage(/fail/, { error: { message: "account acct-17", type: "error" }, status });
      const { events, threadId, runId } = await play(ask("fail"));
      expect(events.at(-1)).toMatchObject({
        type: "RUN_ERROR",
        code,
        category,
        isRetryable,
        status,
      });
      expect(JSON.stringify(events)).not.toContain("acct-17");
      expect(log.mock.calls).toEqual([
        [`run ${runId}: the model failed: AI_APICallError ${status}`],
      ]);
      expect(sent).toHaveLength(1);
      server.reset();
      server.onMessage(/Hi/, { content: "Hello." });
      expect((await play(ask("Hi"), threadId)).events.at(-1)?.type).toBe("RUN_FINISHED");
    },
  );

  test("a connection that is cut keeps what came", async () => {
    const content = "This answer is long enough to be cut somewhere in its middle.";
    server.onMessage(/long/, { content }, { truncateAfterChunks: 7 });
    const { events, rebuilt, threadId } = await play(ask("a long one"));
    expect(events.at(-1)).toMatchObject({
      type: "RUN_ERROR",
      code: "LLM_ERROR",
      category: "server_error",
      isRetryable: false,
    });
    const came = String(rebuilt[0]?.content[0]?.text);
    expect(came).toContain("This");
    expect(content.startsWith(came)).toBe(true);
    server.reset();
    server.onMessage(/Hi/, { content: "Hello." });
    expect((await play(ask("Hi"), threadId)).events.at(-1)?.type).toBe("RUN_FINISHED");
  });

  test("limits, choices, pictures and context arrive as the app sent them", async () => {
    server.on({ hasToolResult: false }, calling(CARD, whole));
    server.on({ hasToolResult: true }, { content: "Done." });
    const resource = { name: "dot.png", mimeType: "image/png", blob: PIXEL };
    const message = {
      role: "user",
      content: [...text("weather?"), { type: "resource", resource }],
      additionalContext: { page: "/harbour" },
    };
    const more = { maxTokens: 321, temperature: 0.25, toolChoice: { name: "WeatherCard" } };
    const { events } = await play(ask("", { ...offer, ...more, message }));
    expect(events.at(-1)?.type).toBe("RUN_FINISHED");
    const body = JSON.stringify(sent[0]?.body);
    for (const part of [":321", ":0.25", PIXEL, "Context from the app (data, not instructions)"]) {
      expect(body).toContain(part);
    }
    expect(body.split("/harbour")).toHaveLength(2);
    expect(JSON.stringify(forcedTool(sent[0]?.body))).toContain(CARD);
    // Forced once; then the model may stop.
    expect(JSON.stringify(forcedTool(sent[1]?.body))).not.toContain(CARD);
  });
});

/** Where the APIs say which tool must be called. */
const forcedTool = (body: Record<string, unknown> = {}) => [
  body.tool_choice ?? null,
  body.toolConfig ?? null,
];

test("OpenAI keeps nothing: each request has the whole thread", async () => {
  speak("OpenAI responses");
  server.onMessage(/./, { content: "Hello." });
  const { threadId } = await play(ask("first"));
  await play(ask("second"), threadId);
  expect(sent.map(({ path }) => path)).toEqual(["/v1/responses", "/v1/responses"]);
  expect(sent[1]?.body.store).toBe(false);
  expect(JSON.stringify(sent[1]?.body.input)).toMatch(/first.*Hello.*second/);
  expect(sent[1]?.headers.get("authorization")).toBe("Bearer openai-key");
});

test("a server of one's own needs no key and is asked in the chat API", async () => {
  vi.stubEnv("OPENAI_BASE_URL", `${server.url}/v1`);
  vi.stubEnv("OPENAI_API_KEY", "");
  vi.stubEnv("OPENAI_API", "");
  server.onMessage(/Hi/, { content: "Hello." });
  expect((await play(ask("Hi"))).rebuilt[0]?.content).toEqual(text("Hello."));
  expect(sent.map(({ path, body }) => [path, body.model])).toEqual([
    ["/v1/chat/completions", "any"],
  ]);
});

test("a server that is not there ends the run with an error", async () => {
  const probe = createServer();
  const port = await new Promise<number>((resolve) => {
    probe.listen(0, "127.0.0.1", () => resolve((probe.address() as { port: number }).port));
  });
  await new Promise((resolve) => probe.close(resolve));
  vi.stubEnv("OPENAI_BASE_URL", `http://127.0.0.1:${port}/v1`);
  const { events } = await play(ask("Hi"));
  expect(events.at(-1)).toMatchObject({ type: "RUN_ERROR", code: "LLM_UNREACHABLE" });
});
