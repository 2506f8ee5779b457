import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { type SignedIn, signIn } from "#test/sign-in.ts";
import { createApiListener } from "./api-routes.ts";

provideDataDir();

let server: Server;
let url: string;
let user: SignedIn;

beforeAll(async () => {
  user = await signIn("ada");
  server = createServer(await createApiListener());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const send = (method: string, path: string, init: RequestInit = {}) =>
  fetch(`${url}${path}`, { method, headers: user.headers, ...init });

test.each([
  ["POST", "/audio/transcribe", "This server does not transcribe speech; type the message"],
  ["POST", "/storage/presign", "This server stores no files; send them inside a message"],
  ["GET", "/projects", "Projects and API keys are not managed through this API"],
  ["GET", "/projects/p1/api-keys", "Projects and API keys are not managed through this API"],
  ["DELETE", "/projects/p1", "Projects and API keys are not managed through this API"],
])("%s %s is 501 with the reason", async (method, path, message) => {
  const response = await send(method, path);
  expect(response.status).toBe(501);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
  expect(await response.json()).toMatchObject({ code: "NOT_IMPLEMENTED", message, status: 501 });
});

test("there are no MCP servers: an empty answer for whoever has a bearer", async () => {
  const path = "/auth/mcp/access-token";
  const response = await send("POST", path, { body: '{"contextKey":"a","threadId":"thr_1"}' });
  expect(response.status).toBe(201);
  expect(await response.json()).toEqual({});
  const anonymous = await send("POST", path, { headers: { "x-api-key": user.apiKey } });
  expect(anonymous.status).toBe(401);
  expect(await anonymous.json()).toMatchObject({ code: "MISSING_TOKEN" });
});

test.each([
  "/auth/mcp/access-token",
  "/audio/transcribe",
  "/storage/presign",
  "/projects",
  "/projects/p1/api-keys",
  "/v1/me",
  "/v1/threads/thr_1/export",
  "/v1/threads/thr_1/messages/msg_1/suggestions",
  "/threads/thr_1/messages/msg_1/suggestions",
  "/threads/thr_1/generate-name",
])("%s answers the preflight of any origin", async (path) => {
  const headers = {
    origin: "https://elsewhere.example",
    "access-control-request-method": "POST",
    "access-control-request-headers": "authorization,x-api-key,x-stainless-os",
  };
  const response = await send("OPTIONS", path, { headers });
  expect(response.status).toBe(204);
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
  expect(response.headers.get("access-control-allow-headers")).toBe(
    "authorization,x-api-key,x-stainless-os",
  );
});

test("a method that a route does not have is 405 and names those it has", async () => {
  const response = await send("PUT", "/v1/me");
  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toBe("DELETE, OPTIONS");
});
