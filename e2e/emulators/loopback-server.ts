import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface LoopbackServer {
  url: string;
  stop(): Promise<void>;
}

type Handler = (request: Request) => Promise<Response>;

/**
 * Serves a handler on a free port of 127.0.0.1 and on nothing else: an emulator signs anybody in.
 * The app is at `localhost`; cookies ignore ports, so the two must not share a host name.
 */
export async function listenOnLoopback(handler: Handler): Promise<LoopbackServer> {
  const server = createServer((incoming, outgoing) => {
    void respond(handler, incoming, outgoing);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const { address, port } = server.address() as AddressInfo;
  return {
    url: `http://${address}:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
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
  const response = await handler(request).catch(
    (error: unknown) => new Response(String(error), { status: 500 }),
  );
  outgoing.writeHead(response.status, [...response.headers].flat());
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}
