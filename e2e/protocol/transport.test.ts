import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import TamboAI from "@tambo-ai/typescript-sdk";
import { createClient, expectRefusal, readJson } from "./support/client.ts";
import { callAll, everyRoute, fill, nowhere, otherPaths } from "./support/routes.ts";
import { readRun } from "./support/run.ts";
import { ask, words } from "./support/script.ts";
import { expect, test } from "./support/test.ts";

test("1 every path answers OPTIONS with what a browser on another origin needs", async ({
  backend,
}) => {
  const asked =
    "authorization,content-type,user-agent,x-api-key,x-tambo-react-version,x-stainless-arch,x-stainless-lang,x-stainless-os,x-stainless-package-version,x-stainless-retry-count,x-stainless-runtime,x-stainless-runtime-version,x-stainless-timeout";
  const browser = createClient(backend.url, {
    origin: "https://app.example",
    "access-control-request-method": "POST",
    "access-control-request-headers": asked,
  });
  const paths = everyRoute.map(({ path }) => fill(path, nowhere)).concat(otherPaths);
  for (const path of new Set(paths)) {
    const { status, headers } = await browser.call("OPTIONS", path);
    expect([200, 204], path).toContain(status);
    expect(["*", "https://app.example"]).toContain(headers.get("access-control-allow-origin"));
    const allowed = headers.get("access-control-allow-headers")?.toLowerCase().split(/, */);
    expect(allowed, path).toEqual(expect.arrayContaining(asked.split(",")));
    const methods = headers.get("access-control-allow-methods")?.split(/, */);
    expect(methods, path).toEqual(expect.arrayContaining(["GET", "POST", "PATCH", "DELETE"]));
  }
});

test("2 error answers carry CORS headers", async ({ backend, ada }) => {
  const browser = ada.with({ origin: "https://app.example" });
  for (const [client, path, status] of [
    [browser, "/v1/threads/thr_unknown", 404],
    [browser, "/v1/threads?limit=0", 400],
    [createClient(backend.url, { origin: "https://app.example" }), "/v1/threads", 401],
  ] as const) {
    const response = await client.call("GET", path);
    await expectRefusal(response, status);
    const origin = response.headers.get("access-control-allow-origin");
    expect(["*", "https://app.example"]).toContain(origin);
  }
});

test("3 the SDK works with a path prefix and a trailing slash in its base URL", async ({
  backend,
  ada,
}) => {
  const prefix = createServer((incoming, outgoing) => {
    const target = backend.url + incoming.url?.replace(/^\/some\/prefix/, "");
    const { method, headers } = incoming;
    const forwarded = request(target, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => prefix.listen(0, "127.0.0.1", resolve));
  const { port } = prefix.address() as AddressInfo;
  try {
    for (const baseURL of [`${backend.url}/`, `http://127.0.0.1:${port}/some/prefix/`]) {
      const options = { baseURL, apiKey: backend.apiKey, defaultHeaders: ada.headers };
      const client = new TamboAI(options);
      const events: string[] = [];
      const body = ask(words.plain) as unknown as Parameters<typeof client.threads.runs.create>[0];
      for await (const { type } of await client.threads.runs.create(body)) events.push(type);
      expect(events[0]).toBe("RUN_STARTED");
      expect(events.at(-1)).toBe("RUN_FINISHED");
      expect((await client.threads.list()).threads.length).toBeGreaterThan(0);
    }
  } finally {
    prefix.closeAllConnections();
    prefix.close();
  }
});

test("4 a missing or invalid x-api-key is a 401 with a message", async ({ ada }) => {
  for (const key of ["", "pk_nonsense"]) {
    for (const { response } of await callAll(ada.with({ "x-api-key": key }), everyRoute)) {
      await expectRefusal(response, 401);
    }
  }
});

test("5 every error body is JSON with a message", async ({ ada }) => {
  const thread = "/v1/threads/thr_x";
  for (const [method, path, body, status] of [
    ["GET", "/v1/nothing", undefined, 404],
    ["GET", thread, undefined, 404],
    ["GET", "/v1/threads?limit=1000", undefined, 400],
    ["GET", "/v1/threads?cursor=nonsense", undefined, 400],
    ["POST", "/v1/threads/runs", {}, 400],
    ["POST", `${thread}/runs`, { message: 5 }, 400],
    ["PATCH", thread, { name: 5 }, 400],
    ["POST", `${thread}/components/c/state`, {}, 400],
  ] as const) {
    await expectRefusal(await ada.call(method, path, { body }), status);
  }
});

test("6 unknown headers, parameters and fields are ignored", async ({ ada }) => {
  const curious = ada.with({ "x-unheard-of": "1", "x-stainless-retry-count": "0" });
  const body = ask(words.plain, { unheardOf: { a: 1 }, runMetadata: { a: 1 } });
  const run = await readRun(await curious.call("POST", "/v1/threads/runs?unheard=1", { body }));
  expect(run.events.at(-1)?.type).toBe("RUN_FINISHED");
  await readJson(await curious.call("GET", "/v1/threads?unheard=1"), 200);
  const renamed = { name: "Renamed", unheardOf: 1 };
  await readJson(
    await curious.call("PATCH", `/v1/threads/${run.threadId}`, { body: renamed }),
    200,
  );
});

test("13 a run's body may have 10 MB, and is a 413 with a message above", async ({ ada }) => {
  const MEGABYTE = 1024 * 1024;
  const padded = (bytes: number) => {
    const body = ask(words.plain, { unheardOf: "" });
    return { ...body, unheardOf: "x".repeat(bytes - JSON.stringify(body).length) };
  };
  const { threadId } = await ada.run(padded(10 * MEGABYTE));
  const { events } = await ada.run(padded(10 * MEGABYTE), threadId);
  expect(events.at(-1)?.type).toBe("RUN_FINISHED");
  await expectRefusal(await ada.start(padded(11 * MEGABYTE)), 413);
  await expectRefusal(await ada.start(padded(11 * MEGABYTE), threadId), 413);
});

test("14 malformed JSON is a 400 with a message", async ({ ada }) => {
  const writing = everyRoute.filter(({ body }) => body);
  for (const { method, path } of writing) {
    for (const body of ['{"message":', "nonsense", "[1,2"]) {
      await expectRefusal(await ada.call(method, fill(path, nowhere), { body }), 400);
    }
  }
});

test("15 JSON answers say that they are JSON", async ({ ada }) => {
  const { threadId } = await ada.run(ask(words.plain));
  const path = `/v1/threads/${threadId}`;
  await readJson(await ada.call("GET", "/v1/threads"), 200);
  await readJson(await ada.call("GET", path), 200);
  await readJson(await ada.call("GET", `${path}/messages`), 200);
  await readJson(await ada.call("PATCH", path, { body: { name: "Renamed" } }), 200);
  await readJson(await ada.call("POST", "/v1/threads", { body: {} }), 201);
});
