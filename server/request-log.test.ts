import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { handle } from "#lib/base/http/handle.ts";
import { createHttpServer } from "./http-server.ts";
import { toRoute } from "./request-log.ts";

process.env.LOG_REQUESTS = "true";

let server: Server;
let url: string;
let lines: string[] = [];
const errors = vi.spyOn(console, "error").mockImplementation(() => {});
const log = vi.spyOn(console, "log").mockImplementation((line) => void lines.push(line));

const answer = handle(async ({ url: target }) => {
  if (new URL(target).pathname === "/fails") throw new Error("planted-message");
  return new Response("yes");
});

beforeAll(async () => {
  server = createHttpServer(
    getRequestListener((request) => answer(request, undefined), { overrideGlobalObjects: false }),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  for (const spy of [errors, log]) spy.mockRestore();
  server.close();
});

const FORGED = "00000000-forged";

async function send(path: string, init: RequestInit = {}) {
  lines = [];
  const response = await fetch(url + path, { headers: { "x-request-id": FORGED }, ...init });
  const body = await response.text();
  await expect.poll(() => lines).toHaveLength(1);
  return { response, body, line: JSON.parse(lines[0] ?? "") };
}

test("a request is one line of JSON, without its query, under the id of its answer", async () => {
  const { response, line } = await send("/v1/threads/thr_Abc123/messages?userKey=planted-query");
  const id = response.headers.get("x-request-id");
  expect(id).toMatch(/^[\da-f-]{36}$/);
  expect(line).toEqual({
    at: expect.stringMatching(/^\d{4}-.*Z$/),
    requestId: id,
    method: "GET",
    path: "/v1/threads/*/messages",
    status: 200,
    milliseconds: expect.any(Number),
  });
});

test("an error has the same id in its answer, in the log and in its line", async () => {
  const { response, body, line } = await send("/fails", { method: "POST" });
  const id = response.headers.get("x-request-id");
  expect(response.status).toBe(500);
  expect(JSON.parse(body).message).toBe(`The server has a problem (request ${id})`);
  expect(errors.mock.calls.flat().join()).toContain(`request ${id} POST /fails: Error`);
  expect(line).toMatchObject({ requestId: id, method: "POST", path: "/fails", status: 500 });
  expect(JSON.stringify([errors.mock.calls, line])).not.toContain("planted-message");
});

test("a request that is refused before it is read has a line, too", async () => {
  const { response, line } = await send("/sign-up", { method: "POST", body: "x".repeat(300_000) });
  expect([response.status, line.status]).toEqual([413, 413]);
  expect(response.headers.get("x-request-id")).toBe(line.requestId);
});

test.each([
  ["/", "/"],
  ["/.well-known/oauth-authorization-server", "/.well-known/oauth-authorization-server"],
  ["/settings/claim?code=secret", "/settings/claim"],
  ["/t/thr_abc", "/t/*"],
  ["/_next/static/chunks/main.js#x", "/_next/static/chunks/main.js"],
  ["/v1/threads/1234/runs/run_9", "/v1/threads/*/runs/*"],
  ["/auth/reset-password/aVeryLongTokenOfLetters", "/auth/reset-password/*"],
  [`/${"a".repeat(29)}/b`, "/*/b"],
  ["http://evil.example/?a", "*//evil.example/"],
])("%s is %s", (target, route) => {
  expect(toRoute(target)).toBe(route);
});
