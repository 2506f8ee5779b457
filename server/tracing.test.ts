import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readAttributes, startCollector } from "#test/collector.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { validForm } from "#test/exchange.ts";
import { ask } from "#test/runs/client.ts";
import { readEvents } from "#test/runs/grammar.ts";
import { startWatched } from "#test/watched.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 }); // These start servers.
provideDataDir();

const METRICS_TOKEN = "planted-metrics-token";
const QUESTION = "planted-question: show revenue by region";
const REFUSED = "planted.subject.token";
const QUERY = "planted-query";
const REQUEST_ID = "planted-request-id";

let collector: Awaited<ReturnType<typeof startCollector>>;
let server: Awaited<ReturnType<typeof startWatched>>;
let answer = "";

const exchange = (subjectToken: string) =>
  server.send("/oauth/token", {
    method: "POST",
    headers: { "x-api-key": server.user.apiKey, "x-request-id": REQUEST_ID },
    body: new URLSearchParams(validForm(subjectToken)),
  });

beforeAll(async () => {
  collector = await startCollector();
  server = await startWatched({
    LOG_REQUESTS: "true",
    METRICS_TOKEN,
    OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
    OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20sent-to-it,x-team=chat",
    OTEL_SERVICE_NAME: "chat",
  });
  expect((await exchange(server.user.userToken)).status).toBe(200);
  expect((await exchange(REFUSED)).status).toBe(400);
  const run = await server.send(`/v1/threads/runs?note=${QUERY}`, {
    method: "POST",
    body: JSON.stringify(ask(QUESTION)),
  });
  const events = await readEvents(run);
  expect(events.at(-1)).toMatchObject({ type: "RUN_FINISHED" });
  for (const event of events) if (event.type === "TEXT_MESSAGE_CONTENT") answer += event.delta;
  const threadId = run.headers.get("x-thread-id");
  expect((await server.send(`/v1/threads/${threadId}/messages`)).status).toBe(200);
  const wanted = ["GET /v1/threads/*/messages", "run"];
  const names = () => collector.listSpans().map(({ name }) => name);
  const areSent = () => expect(names()).toEqual(expect.arrayContaining(wanted));
  await vi.waitFor(areSent, { timeout: 5_000 });
});

afterAll(async () => {
  await server.stop();
  collector.close();
});

/** The spans of the requests with this name, and below them. */
function listBelow(request: string) {
  const spans = collector.listSpans();
  const traces = spans.filter(({ name }) => name === request).map(({ traceId }) => traceId);
  return spans.filter(({ traceId }) => traces.includes(traceId));
}

const RUN = ["POST /v1/threads/runs", "run"];

test("an exchange and its verification arrive, one below the other, with how they ended", () => {
  const spans = listBelow("POST /oauth/token");
  const paths = spans.map((span) => collector.pathOf(span));
  expect(paths).toContainEqual(["POST /oauth/token", "token exchange", "token verification"]);
  const exchanges = spans.filter(({ name }) => name === "token exchange");
  // One is the sign-in's.
  expect(exchanges.map(readAttributes)).toEqual([{}, {}, { "error.type": "invalid_request" }]);
  expect(exchanges.map(({ status }) => status)).toEqual(exchanges.map(() => ({})));
  const requests = spans.filter(({ name }) => name === "POST /oauth/token");
  expect(requests.map(readAttributes)).toContainEqual({
    "http.request.method": "POST",
    "http.route": "/oauth/token",
    "x-request-id": expect.stringMatching(/^[\da-f-]{36}$/),
    "http.response.status_code": 400,
  });
});

test("a run arrives with the model's call and its statements below it", () => {
  const spans = listBelow("POST /v1/threads/runs");
  const paths = spans.map((span) => collector.pathOf(span));
  expect(paths).toEqual(
    expect.arrayContaining([
      [RUN[0], "token verification"],
      [RUN[0], "insert threads"],
      [RUN[0], "insert messages"],
      RUN,
      [...RUN, "chat demo"],
      [...RUN, "update threads"],
    ]),
  );
  expect(paths.flat().filter((name) => /set_config|begin/i.test(name))).toEqual([]);
  const wanted = ["run", "chat demo", "insert messages"];
  const [run, call, write] = wanted.map((one) => spans.find(({ name }) => name === one));
  if (!run || !call || !write) throw new Error("a span is missing");
  expect(readAttributes(run)).toEqual({
    "run.id": expect.stringMatching(/^run_/),
    "run.outcome": "ok",
    "run.first_event_milliseconds": expect.any(Number),
  });
  expect(readAttributes(call)).toEqual({
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "demo",
    "gen_ai.request.model": "demo",
    "gen_ai.response.finish_reasons": ["stop"],
    "gen_ai.usage.input_tokens": 0,
    "gen_ai.usage.output_tokens": 0,
  });
  expect(readAttributes(write)).toEqual({
    "db.system.name": "postgresql",
    "db.query.summary": "insert messages",
  });
  for (const { traceId, spanId, startTimeUnixNano, endTimeUnixNano } of spans) {
    expect(`${traceId} ${spanId}`).toMatch(/^[\da-f]{32} [\da-f]{16}$/);
    expect(BigInt(endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(startTimeUnixNano));
    expect(Math.abs(Number(startTimeUnixNano) / 1e6 - Date.now())).toBeLessThan(60_000);
  }
});

test("the collector is asked as it wants to be", () => {
  for (const { path, headers, body } of collector.received) {
    expect(path).toBe("/v1/traces");
    expect(headers).toMatchObject({
      "content-type": "application/json",
      authorization: "Bearer sent-to-it",
      "x-team": "chat",
    });
    expect(JSON.parse(body).resourceSpans[0].resource.attributes).toContainEqual({
      key: "service.name",
      value: { stringValue: "chat" },
    });
  }
});

test("the metrics count what was done, for whoever has the token", async () => {
  expect((await server.send("/metrics")).status).toBe(401);
  const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
  const response = await server.send("/metrics", { headers });
  expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const lines = (await response.text()).split("\n");
  expect(lines).toEqual(
    expect.arrayContaining([
      "# TYPE tambo_token_exchanges_total counter",
      // One of them is the sign-in's.
      'tambo_token_exchanges_total{outcome="ok"} 2',
      'tambo_token_exchanges_total{outcome="invalid_request"} 1',
      'tambo_runs_total{outcome="ok"} 1',
      "tambo_runs_running 0",
      'tambo_run_first_event_seconds_bucket{le="+Inf"} 1',
      "tambo_run_first_event_seconds_count 1",
    ]),
  );
  const pool = lines.filter((line) => line.startsWith("tambo_database_pool{"));
  const states = pool.map((line) => line.replace(/ \d+$/, ""));
  const isEmbedded = process.env.TEST_DATABASE === "pglite";
  expect(states).toEqual(
    isEmbedded
      ? []
      : ["in_use", "idle", "waiting"].map((one) => `tambo_database_pool{state="${one}"}`),
  );
});

test("no secret, token or text is in what arrives, nor in what is printed", async () => {
  expect(answer.length).toBeGreaterThan(20);
  const { userToken, apiKey, headers, ownerId } = server.user;
  const secrets = [
    "revenue by region",
    userToken,
    apiKey,
    ownerId,
    `${headers.authorization}`.slice("Bearer ".length),
    answer.slice(0, 20),
    "sent-to-it",
    process.env.APP_SECRET ?? "planted",
  ];
  const sent = collector.received.map(({ body }) => body).join("\n");
  for (const seen of [sent, server.output()]) {
    expect(secrets.filter((secret) => seen.includes(secret))).toEqual([]);
    expect(seen).not.toMatch(/eyJ|thr_|planted/);
  }
});

test("without the variables there is no line, no number, and nothing of it is loaded", async () => {
  expect(server.isTraced).toBe(true);
  await server.stop();
  server = await startWatched({});
  expect(server.isTraced).toBe(false);
  expect((await exchange(server.user.userToken)).status).toBe(200);
  const missing = await server.send("/metrics");
  expect(missing.status).toBe(404);
  expect(await missing.json()).toMatchObject({ code: "NOT_FOUND" });
  expect(server.output()).not.toContain("{");
});
