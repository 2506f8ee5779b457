import { expect, test, vi } from "vitest";
import { readAttributes, startCollector } from "#test/collector.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { ask } from "#test/runs/client.ts";
import { readEvents } from "#test/runs/grammar.ts";
import { startWatched } from "#test/watched.ts";

vi.setConfig({ testTimeout: 30_000 }); // These start servers.
provideDataDir();

test("a run that is cancelled arrives with its outcome, and its model's call with it", async () => {
  const collector = await startCollector();
  const server = await startWatched({
    DEMO_MODEL_DELAY: "1000",
    METRICS_TOKEN: "a-token-of-the-metrics",
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  });
  const readRuns = async () => {
    const headers = { authorization: "Bearer a-token-of-the-metrics" };
    const text = await (await server.send("/metrics", { headers })).text();
    return text.split("\n").filter((line) => /^tambo_runs/.test(line));
  };
  const body = JSON.stringify(ask("Hello"));
  const run = await server.send("/v1/threads/runs", { method: "POST", body });
  const [threadId, runId] = ["x-thread-id", "x-run-id"].map((name) => run.headers.get(name));
  expect(await readRuns()).toEqual(["tambo_runs_running 1"]);
  const path = `/v1/threads/${threadId}/runs/${runId}`;
  expect((await server.send(path, { method: "DELETE" })).status).toBe(200);
  expect((await readEvents(run)).at(-1)).toMatchObject({ code: "CANCELLED" });
  expect(await readRuns()).toEqual([
    'tambo_runs_total{outcome="CANCELLED"} 1',
    "tambo_runs_running 0",
  ]);
  await expect.poll(() => collector.listSpans().some(({ name }) => name === "run")).toBe(true);
  const sent = collector.listSpans();
  const ended = sent.find(({ name }) => name === "run");
  const call = sent.find(({ name }) => name === "chat demo");
  expect(ended && readAttributes(ended)).toMatchObject({ "run.outcome": "CANCELLED" });
  expect(call && collector.pathOf(call)).toEqual(["POST /v1/threads/runs", "run", "chat demo"]);
  await server.stop();
  collector.close();
});

test("where the collector refuses spans all is answered, and the log says why, without its key", async () => {
  const collector = await startCollector(401);
  const server = await startWatched({
    OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/planted-path`,
    OTEL_EXPORTER_OTLP_HEADERS: "authorization=planted-key",
  });
  expect((await server.send("/v1/threads")).status).toBe(200);
  await expect.poll(server.output).toMatch(/\d+ rows of spans could not be stored: Error 401/);
  expect((await server.send("/v1/threads")).status).toBe(200);
  expect(server.output()).not.toContain("planted");
  await server.stop();
  collector.close();
});
