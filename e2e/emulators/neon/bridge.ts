import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { createWebSocketStream, WebSocketServer } from "ws";

export interface Bridge {
  /** host:port, the value of NEON_BRIDGE. */
  address: string;
  stop(): Promise<void>;
}

const LOOPBACK = "127.0.0.1";

/**
 * Stands in for the WebSocket end of Neon: what its driver sends goes to the PostgreSQL at the
 * `address` of the request, which must be on this machine.
 */
export async function startBridge(): Promise<Bridge> {
  const server = new WebSocketServer({ host: LOOPBACK, port: 0 });
  server.on("connection", (socket, request) => {
    const address = new URL(request.url ?? "", "ws://bridge").searchParams.get("address");
    const [host, port] = (address ?? "").split(":");
    if (host !== LOOPBACK && host !== "localhost") return socket.close();
    const postgres = connect({ host, port: Number(port), noDelay: true });
    const stream = createWebSocketStream(socket);
    stream.pipe(postgres).pipe(stream);
    stream.on("error", () => postgres.destroy());
    postgres.on("error", () => socket.terminate());
  });
  await once(server, "listening");
  return {
    address: `${LOOPBACK}:${(server.address() as AddressInfo).port}`,
    async stop() {
      for (const client of server.clients) client.terminate();
      server.close();
      await once(server, "close");
    },
  };
}
