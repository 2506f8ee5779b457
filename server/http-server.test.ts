import { once } from "node:events";
import { Agent, get, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createHttpServer } from "./http-server.ts";

process.env.KEEP_ALIVE_TIMEOUT = "90"; // neither the default nor Node's

/** More than the system itself keeps for who does not read. */
const LARGE = Buffer.alloc(64 * 1_048_576);

const server = createHttpServer((request, response) => {
  sockets.push(request.socket);
  responses.push(response);
  response.end(request.url === "/large" ? LARGE : "served");
});
const responses: ServerResponse[] = [];
const sockets: Socket[] = [];
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

beforeAll(() => once(server.listen(0, "127.0.0.1"), "listening"));
afterAll(() => {
  agent.destroy();
  server.close();
});

async function ask(): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo;
  const [response] = await once(get({ host: "127.0.0.1", port, agent }), "response");
  expect(await text(response)).toBe("served");
  return response;
}

test("an idle connection is kept for KEEP_ALIVE_TIMEOUT, and serves the next request", async () => {
  const first = await ask();
  expect(first.headers["keep-alive"]).toBe("timeout=90");
  // What ends it now is this timer alone.
  const idle = sockets[0]?.timeout;
  await ask();
  expect(sockets[1]).toBe(sockets[0]);
  expect(idle).toBeGreaterThanOrEqual(90_000);
  expect(idle).toBeLessThan(95_000);
  expect(server.headersTimeout).toBeGreaterThan(90_000);
});

test("a client that offers another protocol is answered in this one", async () => {
  // As Next does where nothing of its own is asked for.
  server.on("upgrade", (_, socket) => void socket.end());
  const { port } = server.address() as AddressInfo;
  const headers = {
    connection: "Upgrade, HTTP2-Settings",
    upgrade: "h2c",
    "http2-settings": "AAMA",
  };
  const [response] = await once(get({ host: "127.0.0.1", port, headers }), "response");
  expect(await text(response)).toBe("served");
});

test("who takes nothing of an answer is cut off after two minutes of silence", async () => {
  expect(server.timeout).toBe(120_000);
  server.timeout = 100;
  const { port } = server.address() as AddressInfo;
  const [stalled] = await once(get({ host: "127.0.0.1", port, path: "/large" }), "response");
  const response = responses.at(-1);
  if (!response?.closed) await once(response as ServerResponse, "close");
  expect(response?.writableFinished).toBe(false);
  await expect(text(stalled)).rejects.toMatchObject({ code: "ECONNRESET" });
});
