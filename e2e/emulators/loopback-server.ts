import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** The app is at `localhost`; cookies ignore ports, so an emulator that sets some is better apart. */
export type LoopbackHost = "127.0.0.1" | "localhost";
const LOOPBACK: string[] = ["127.0.0.1", "localhost"];

export interface LoopbackServer {
  url: string;
  stop(): Promise<void>;
}

interface Address {
  host?: LoopbackHost;
  /** Default: any free one. */
  port?: number;
}

type Handler = (request: Request) => Promise<Response> | Response;

/** Has a server listen on this machine alone: an emulator signs anybody in. Throws for any other host. */
export async function listenOnLoopback(
  server: Server,
  { host = "127.0.0.1", port = 0 }: Address,
): Promise<LoopbackServer> {
  if (!LOOPBACK.includes(host)) {
    throw new TypeError(`Emulators listen on ${LOOPBACK.join(" or ")}, not on ${host}`);
  }
  // A connection that is closed for having been idle may be in use again by then: a failed sign-in.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  });
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Serves a handler on 127.0.0.1. */
export function serveOnLoopback(handler: Handler, port?: number): Promise<LoopbackServer> {
  const server = createServer((incoming, outgoing) => {
    void respond(handler, incoming, outgoing);
  });
  return listenOnLoopback(server, { port });
}

async function respond(handler: Handler, incoming: IncomingMessage, outgoing: ServerResponse) {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const { method = "GET", headers, url = "/" } = incoming;
  const body = ["GET", "HEAD"].includes(method) ? undefined : Buffer.concat(chunks);
  const request = new Request(`http://${headers.host}${url}`, {
    method,
    headers: Object.entries(headers).map(([name, value]): [string, string] => [name, `${value}`]),
    body,
  });
  const answer = async () => handler(request);
  const response = await answer().catch(
    (error: unknown) => new Response(String(error), { status: 500 }),
  );
  outgoing.writeHead(response.status, [...response.headers].flat());
  for await (const chunk of response.body ?? []) outgoing.write(chunk);
  outgoing.end();
}
