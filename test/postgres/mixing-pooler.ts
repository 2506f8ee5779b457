import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

const READY = "Z".charCodeAt(0); // ReadyForQuery, whose one byte is the state of the transaction
const TERMINATE = "X".charCodeAt(0);
const HEAD = 5; // bytes of a message before its contents: its kind and its length
const OUTSIDE = "I".charCodeAt(0);

/**
 * A connection string that leads through a pooler in transaction mode, which knows nothing of prepared
 * statements: each transaction goes to the connection that has waited longest, whoever opened it.
 */
export async function makeMixing(connectionString: string) {
  const target = new URL(connectionString);
  const idle: Socket[] = [];
  const waiting: ((server: Socket) => void)[] = [];
  const reader = new WeakMap<Socket, (message: Buffer) => void>();
  const open = new Set<Socket>();
  const release = (server: Socket) => {
    const next = waiting.shift();
    if (next) next(server);
    else idle.push(server);
  };

  const pooler = createServer((client) => {
    let current: Socket | undefined = openServer();
    let isWaiting = false;
    let unsent: Buffer[] = [];
    const take = (server: Socket) => {
      isWaiting = false;
      current = server;
      reader.set(server, read);
      for (const data of unsent) server.write(data);
      unsent = [];
    };
    const read = (message: Buffer) => {
      client.write(message);
      if (message[0] !== READY || message[HEAD] !== OUTSIDE || !current) return;
      const server = current;
      current = undefined;
      release(server);
    };
    reader.set(current, read);
    open.add(client);
    client.on("error", () => {});
    client.on("data", (data) => {
      if (current) return void current.write(data);
      if (data[0] === TERMINATE) return;
      unsent.push(data);
      if (isWaiting) return;
      isWaiting = true;
      const server = idle.shift();
      if (server) take(server);
      else waiting.push(take);
    });
  });

  function openServer(): Socket {
    const server = connect(Number(target.port), target.hostname).setNoDelay();
    open.add(server);
    server.on("error", () => {});
    let received = Buffer.alloc(0);
    server.on("data", (data) => {
      received = Buffer.concat([received, data]);
      while (received.length >= HEAD) {
        const end = 1 + received.readUInt32BE(1);
        if (received.length < end) break;
        const message = received.subarray(0, end);
        received = received.subarray(end);
        reader.get(server)?.(message);
      }
    });
    return server;
  }

  pooler.listen(0, "127.0.0.1");
  await once(pooler, "listening");
  const url = new URL(connectionString);
  url.host = `127.0.0.1:${(pooler.address() as AddressInfo).port}`;
  return {
    url: url.href,
    stop() {
      pooler.close();
      for (const socket of open) socket.destroy();
    },
  };
}
