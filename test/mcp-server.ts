import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import { z } from "zod";

type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** A server on this machine, and how many requests it got. */
export async function serveLoopback(answer: Answer) {
  const seen: IncomingMessage[] = [];
  let current = answer;
  const server = createServer((request, response) => {
    seen.push(request);
    Promise.resolve(current(request, response)).catch(() => response.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    seen,
    /** From now on. */
    answerWith(next: Answer) {
      current = next;
    },
    async close() {
      if (!server.listening) return;
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

interface Trust {
  keys: JWTVerifyGetKey;
  issuer: string;
  audience: string;
}

/** An MCP server that keeps notes for each user that a token of this issuer names, and for nobody else. */
export async function startNotesServer(trust: Trust) {
  const notes = new Map<string, string[]>();
  const claims: JWTPayload[] = [];
  const server = await serveLoopback(async (request, response) => {
    const token = request.headers.authorization?.replace(/^Bearer /, "") ?? "";
    const { keys, ...expected } = trust;
    const verified = await jwtVerify(token, keys, {
      ...expected,
      algorithms: ["ES256"],
      typ: "at+jwt",
      maxTokenAge: "5 minutes",
      requiredClaims: ["sub", "jti", "client_id"],
    }).catch(() => undefined);
    if (!verified) {
      response.writeHead(401, { "www-authenticate": 'Bearer error="invalid_token"' }).end();
      return;
    }
    claims.push(verified.payload);
    await answerMcp(offerNotes(notes, `${verified.payload.sub}`), request, response);
  });
  return { ...server, notes, claims };
}

/** The same for pages of any origin, whoever is in front of them: all have the same notes. */
export async function startOpenServer() {
  const notes = new Map<string, string[]>();
  const server = await serveLoopback(async (request, response) => {
    response.setHeader("access-control-allow-origin", "*");
    if (request.method !== "OPTIONS")
      return answerMcp(offerNotes(notes, "anybody"), request, response);
    const asked = request.headers["access-control-request-headers"] ?? "";
    response.writeHead(204, { "access-control-allow-headers": asked }).end();
  });
  return { ...server, notes };
}

async function answerMcp(mcp: McpServer, ...[request, response]: Parameters<Answer>) {
  const transport = new StreamableHTTPServerTransport({});
  response.on("close", () => transport.close());
  await mcp.connect(transport as Parameters<typeof mcp.connect>[0]);
  await transport.handleRequest(request, response);
}

function offerNotes(notes: Map<string, string[]>, user: string): McpServer {
  const server = new McpServer({ name: "notes", version: "1.0.0" });
  const answer = (text: string) => ({ content: [{ type: "text" as const, text }] });
  const own = () => notes.get(user) ?? [];
  server.registerTool(
    "add",
    { description: "Adds a note", inputSchema: { text: z.string() } },
    ({ text }) => {
      notes.set(user, [...own(), text]);
      return answer(`added: ${text}`);
    },
  );
  server.registerTool("list", { description: "Lists the notes" }, () =>
    answer(`notes: ${own().join(", ") || "none"}`),
  );
  return server;
}
