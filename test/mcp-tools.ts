import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createLocalJWKSet } from "jose";
import { afterEach, beforeEach, onTestFinished, vi } from "vitest";
import { appEnv } from "#lib/base/env.ts";
import { processWide } from "#lib/base/process.ts";
import { publishedKeys } from "#lib/identity/signing-keys.ts";
import { openServerTools } from "#lib/mcp/server-tools.ts";
import { serveLoopback, startNotesServer } from "./mcp-server.ts";

export const AUDIENCE = "https://notes.example.com";
export const ALICE = "alice".padEnd(22, "_");
export const BOB = "bob".padEnd(22, "_");

/** Forgets what servers said, and keeps what the log is told. */
export function provideMcp() {
  const log = vi.spyOn(console, "warn").mockImplementation(() => {});
  beforeEach(() => {
    processWide("mcp-lists", () => new Map()).clear();
    processWide("mcp-told", () => new Set()).clear();
    processWide("throttle said", () => new Map()).clear();
    log.mockClear();
  });
  afterEach(() => vi.unstubAllEnvs());
  return log;
}

export const connect = (...servers: { name?: string; url: string; audience?: string }[]) =>
  vi.stubEnv(
    "MCP_SERVERS",
    JSON.stringify(servers.map((one) => ({ name: "notes", audience: AUDIENCE, ...one }))),
  );

export async function open(owner = ALICE, signal = new AbortController().signal) {
  const served = await openServerTools(owner, signal);
  onTestFinished(() => served.close());
  const call = (name: string, input = {}) =>
    served.tools.find((tool) => tool.name === name)?.call(input, signal);
  return { ...served, call };
}

export async function provideNotes(audience = AUDIENCE) {
  const keys = createLocalJWKSet(await publishedKeys());
  const server = await startNotesServer({ keys, issuer: appEnv().APP_URL, audience });
  onTestFinished(server.close);
  connect({ url: server.url });
  return server;
}

export async function provideLiar(answer: Parameters<typeof serveLoopback>[0]) {
  const server = await serveLoopback(answer);
  onTestFinished(server.close);
  connect({ url: server.url });
  return server;
}

type Json = Record<string, unknown>;

/**
 * A server that is right in everything but what it answers to these methods. With `pings` it asks that often
 * before its list, and with `onClose` it never ends the stream of its list.
 */
export const provideScript = (
  results: Record<string, (params: Json) => unknown>,
  pings = 0,
  onClose?: () => void,
) =>
  provideLiar(async (request, response) => {
    const chunks = await Array.fromAsync(request);
    if (request.method !== "POST") return void response.writeHead(405).end();
    const { id, method, params } = JSON.parse(Buffer.concat(chunks).toString());
    if (id === undefined || !method) return void response.writeHead(202).end();
    const answers: typeof results = {
      initialize: () => ({
        protocolVersion: "2025-06-18",
        capabilities: { tools: {} },
        serverInfo: { name: "script", version: "1" },
      }),
      ...results,
    };
    const result = answers[method]?.(params);
    const error = { code: -32601, message: "unknown" };
    const body = { jsonrpc: "2.0", id, ...(result ? { result } : { error }) };
    if (method !== "tools/list" || (pings === 0 && !onClose)) {
      return void response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify(body));
    }
    if (onClose) response.on("close", onClose);
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (let at = 0; at < pings; at += 1) {
      response.write(`data: {"jsonrpc":"2.0","id":"p${at}","method":"ping"}\n\n`);
    }
    response.write(`data: ${JSON.stringify(body)}\n\n`);
  });

export const tool = (name: string, inputSchema: unknown = { type: "object" }) => ({
  name,
  inputSchema,
});
export const offering = (tools: unknown[]) => ({ "tools/list": () => ({ tools }) });

/** Sends 50 MB, as long as somebody reads. */
export async function pour(
  response: ServerResponse,
  type: string,
  text: string,
  note: (bytes: number) => void = () => {},
): Promise<void> {
  const piece = Buffer.from(text.repeat(65_536 / text.length));
  function* pieces() {
    for (let bytes = 0; bytes < 50 * 1_024 * 1_024; bytes += piece.length) {
      note(bytes);
      yield piece;
    }
  }
  response.writeHead(200, { "content-type": type });
  await pipeline(Readable.from(pieces()), response).catch(() => {});
}
