import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { type SignedIn, signIn } from "#test/sign-in.ts";
import { apiRoutes, createApiListener } from "./api-routes.ts";

provideDataDir();

const own = { Request, Response };
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
  ["POST", "/storage/presign", "This server has no store for files; send them inside a message"],
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

test("JSON is sent at once, with its length, and everybody else has Node's own Request and Response", async () => {
  const response = await send("GET", "/v1/threads?limit=1");
  expect(response.headers.get("transfer-encoding")).toBeNull();
  expect(Number(response.headers.get("content-length"))).toBe((await response.text()).length);
  const refused = await send("GET", "/v1/threads?limit=0");
  expect([refused.status, refused.headers.get("transfer-encoding")]).toEqual([400, null]);
  expect(Request).toBe(own.Request);
  expect(Response).toBe(own.Response);
});

test("a method that a route does not have is 405 and names those it has", async () => {
  const response = await send("PUT", "/v1/me");
  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toBe("DELETE, OPTIONS");
  expect(await response.json()).toMatchObject({
    code: "METHOD_NOT_ALLOWED",
    message: "The method must be one of DELETE, OPTIONS",
  });
  const head = await send("HEAD", "/v1/me");
  expect(head.status).toBe(405);
  expect(head.headers.get("allow")).toBe("DELETE, OPTIONS");
});

test.each(Object.entries(apiRoutes))("%s answers every method itself", async (_path, load) => {
  const answered = ["GET", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"];
  expect(Object.keys(await load())).toEqual(expect.arrayContaining(answered));
});

test.each(Object.keys(apiRoutes))("%s refuses PUT and methods that nobody offers", async (path) => {
  const put = await send("PUT", path);
  const { code, message } = await put.json();
  if (path === "/projects/*") expect(code).toBe("NOT_IMPLEMENTED");
  else {
    expect([put.status, code]).toEqual([405, "METHOD_NOT_ALLOWED"]);
    expect(message).toBe(`The method must be one of ${put.headers.get("allow")}`);
  }
  for (const method of ["PROPFIND", "QUERY"]) {
    const other = await send(method, path);
    expect(other.status).toBe(put.status);
    expect(other.headers.get("allow")).toBe(put.headers.get("allow"));
    expect(await other.json()).toMatchObject({ code, message });
  }
});

test.each([
  [32 * 1024, "grant_type is missing"],
  [32 * 1024 + 1, "body: must be at most 32 KB"],
])("a form of %i bytes, which it declares, is answered: %s", async (bytes, message) => {
  const headers = { ...user.headers, "content-type": "application/x-www-form-urlencoded" };
  const response = await send("POST", "/oauth/token", { headers, body: "a".repeat(bytes) });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: "invalid_request", message });
});

test("a client that leaves before the length it declared is no error of the server", async () => {
  const log = vi.spyOn(console, "error");
  const answer = await createApiListener();
  let answered: unknown;
  const own = createServer((request, response) => {
    answered = answer(request, response);
  });
  await new Promise<void>((resolve) => own.listen(0, "127.0.0.1", resolve));
  const socket = connect((own.address() as AddressInfo).port, "127.0.0.1");
  const lines = [
    "POST /oauth/token HTTP/1.1",
    "host: 127.0.0.1",
    `x-api-key: ${user.apiKey}`,
    "content-type: application/x-www-form-urlencoded",
    "content-length: 9",
  ];
  socket.write(`${lines.join("\r\n")}\r\n\r\nabc`);
  await once(own, "request");
  socket.destroy();
  await answered;
  expect(log).not.toHaveBeenCalled();
  log.mockRestore();
  own.close();
});
