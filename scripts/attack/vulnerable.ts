import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

export const subjectTokenOf = (sub: string) =>
  `${encode({ alg: "ES256" })}.${encode({ sub, aud: "app" })}.${"A".repeat(86)}`;

const LARGE = 100_000; // characters that are taken, and not looked at
const BUSY = 230; // milliseconds in which a long search lets nobody else in

/**
 * What a backend must not be: it believes each token, shows everything to everybody, stores what it is
 * given, and tells how it is made.
 */
export async function startVulnerable(): Promise<{ url: string; close(): Promise<void> }> {
  const things = new Map<string, unknown>();
  const server = createServer({ insecureHTTPParser: true }, async (request, response) => {
    try {
      answer(things, request, response, await readBody(request));
    } catch (error) {
      response.writeHead(500).end(String((error as Error).stack));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const body = Buffer.concat(await request.toArray());
  return String(/gzip/i.test(request.headers["content-encoding"] ?? "") ? gunzipSync(body) : body);
}

function answer(
  things: Map<string, unknown>,
  { method, url = "", headers }: IncomingMessage,
  response: ServerResponse,
  body: string,
): void {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  const send = (value: unknown, status = 200) => {
    const text = JSON.stringify(value);
    response.setHeader("access-control-allow-origin", headers.origin ?? "*");
    response.setHeader("access-control-allow-credentials", "true");
    response.writeHead(status, { "content-type": "application/json" });
    response.end(text);
  };
  if ((searchParams.get("search")?.length ?? 0) >= 120) {
    for (const end = performance.now() + BUSY; performance.now() < end; );
  }
  if (pathname === "/oauth/token") {
    const token = new URLSearchParams(body || url).get("subject_token");
    send({ access_token: token, expires_in: 1 });
  } else if (pathname.startsWith("/.well-known/")) {
    send({ issuer: `http://${headers["x-forwarded-host"] ?? headers.host}`, keys: [] });
  } else if (body.length > LARGE) send({});
  else if (method === "POST") {
    const id = `id_${things.size}`;
    const thing = { threadId: id, runId: id, messageId: id, id, ...JSON.parse(body) };
    things.set(id, thing);
    send(thing, pathname.endsWith("/notes") ? 201 : 200);
  } else {
    const thing = things.get(pathname.split("/").at(-1) ?? "");
    send(thing ?? { threads: [...things.values()].slice(0, 3) });
  }
}
