import { readFileSync } from "node:fs";
import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { buffer } from "node:stream/consumers";
import { certificate, certificateKey } from "../../test/certificate.ts";
import type { RunningFunction } from "./functions.ts";
import type { Deployment } from "./output.ts";
import { type Route, type Routed, type RoutedRequest, route } from "./routes.ts";

const TYPES: Record<string, string> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "application/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

/** What stands in front of the functions on the platform: it routes, serves static files, and names host and client. */
export async function startProxy(
  { functions, statics, config }: Deployment,
  host: string,
  start: (folder: string) => Promise<RunningFunction>,
) {
  const byPath = new Map(
    functions.flatMap(({ paths, folder }) => paths.map((path) => [path, folder])),
  );
  const files = new Map(statics);
  for (const [path, { path: served }] of Object.entries(config.overrides ?? {})) {
    const file = statics.get(`/${path}`);
    if (file && served !== undefined) files.set(`/${served}`, file);
  }
  /** `/` is served by an output of another name. */
  const nameOf = (path: string) => (path === "/" ? "/index" : path.replace(/\/$/, ""));
  const running = new Map<string, Promise<RunningFunction>>();
  const run = (path: string) => {
    const folder = byPath.get(nameOf(path)) ?? "";
    const started = running.get(folder) ?? start(folder);
    running.set(folder, started);
    return started;
  };

  async function runMiddleware(path: string, asked: RoutedRequest, body: Buffer<ArrayBuffer>) {
    const { port } = await run(path);
    const target = `${asked.url.pathname}${asked.url.search}`;
    const answer = await send(port, asked.method, target, asked.headers, body);
    const headers = toHeaders(answer);
    const content = await buffer(answer);
    return new Response(content.length > 0 ? new Uint8Array(content) : null, {
      status: answer.statusCode,
      headers,
    });
  }

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const headers = toHeaders(incoming);
    headers.set("host", host);
    headers.set("x-forwarded-host", host);
    headers.set("x-forwarded-proto", "https");
    headers.set("x-forwarded-for", "192.0.2.1");
    headers.set("x-real-ip", "192.0.2.1");
    const method = incoming.method ?? "GET";
    const body = await buffer(incoming);
    const asked = { method, url: new URL(incoming.url ?? "/", `https://${host}`), headers };
    const routes = config.routes as Route[];
    const exists = (path: string) => byPath.has(nameOf(path)) || files.has(path);
    const routed = await route(
      { routes, exists, runMiddleware: (path, request) => runMiddleware(path, request, body) },
      asked,
    );
    await write(routed, asked, body, outgoing);
  }

  async function write(
    { path, query, requestHeaders, headers, status, answer }: Routed,
    { method, url }: RoutedRequest,
    body: Buffer<ArrayBuffer>,
    outgoing: ServerResponse,
  ): Promise<void> {
    const add = (more: Headers) => {
      for (const [name, value] of more) {
        if (name === "set-cookie") outgoing.appendHeader(name, value);
        else outgoing.setHeader(name, value);
      }
    };
    if (answer) {
      add(headers);
      outgoing.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
      return;
    }
    const file = path && files.get(path);
    if (!path || file) {
      if (file)
        outgoing.setHeader("content-type", TYPES[extname(file)] ?? "application/octet-stream");
      add(headers);
      outgoing.writeHead(status ?? (file ? 200 : 404)).end(file ? readFileSync(file) : undefined);
      return;
    }
    requestHeaders.set("x-matched-path", nameOf(path));
    const search = query.size > 0 ? `?${query}` : "";
    const { port } = await run(path);
    const found = await send(port, method, `${url.pathname}${search}`, requestHeaders, body);
    add(toHeaders(found));
    add(headers);
    outgoing.writeHead(status ?? found.statusCode ?? 502);
    outgoing.flushHeaders();
    found.pipe(outgoing);
    // Whoever leaves is not waited for.
    outgoing.once("close", () => found.destroy());
  }

  const listener = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    answer(incoming, outgoing).catch((error) => {
      outgoing.writeHead(502).end(String(error));
    });
  };
  const plain = createServer(listener);
  const secure = createSecureServer({ cert: certificate, key: certificateKey }, listener);
  const [port, securePort] = [await listen(plain), await listen(secure)];
  return {
    url: `http://127.0.0.1:${port}`,
    /** As browsers need it. */
    securePort,
    running: async () => Promise.all(running.values()),
    async stop() {
      for (const server of [plain, secure]) {
        server.closeAllConnections();
        server.close();
      }
      for (const started of running.values()) await (await started).stop();
    },
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

function send(
  port: number,
  method: string,
  path: string,
  headers: Headers,
  body: Buffer,
): Promise<IncomingMessage> {
  const length = body.length > 0 && { "content-length": String(body.length) };
  const own = { ...Object.fromEntries(headers), ...length };
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, method, path, headers: own }, resolve);
    asked.once("error", reject).end(body);
  });
}

/** Without what belongs to a connection. */
function toHeaders({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? "";
    if (/^(connection|keep-alive|transfer-encoding)$/i.test(name)) continue;
    headers.append(name, rawHeaders[at + 1] ?? "");
  }
  return headers;
}
