import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A network between two processes on this machine, which can fail as networks do. */
export interface Line {
  port: number;
  /** Resets every connection. */
  cut(): void;
  /** Lets each byte take that many milliseconds, in both directions. */
  delay(milliseconds: number): void;
  /** Nothing arrives any more on what is open now, and neither end is told. */
  silence(): void;
  /** Resets every connection and takes no more, until it listens again. */
  close(): Promise<void>;
  listen(): Promise<void>;
}

interface Pair {
  near: Socket;
  far: Socket;
  isSilent: boolean;
}

/** A line to a port. A connection is reset in the place of an answer that its `hear` refuses. */
export async function openLine(
  targetPort: number,
  makeHear: () => (data: Buffer) => boolean = () => () => true,
): Promise<Line> {
  const pairs = new Set<Pair>();
  let delay = 0;
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ port: targetPort, host: "127.0.0.1", allowHalfOpen: true });
    const pair = { near, far, isSilent: false };
    const hear = makeHear();
    pairs.add(pair);
    const ends = [
      [near, far],
      [far, near],
    ] as const;
    for (const [from, to] of ends) {
      carry(pair, from, to, () => delay);
      from.setNoDelay().on("error", () => {});
      from.once("close", () => {
        if (pair.isSilent) return;
        pairs.delete(pair);
        // What ended in order has its end on the way.
        if (!from.readableEnded) to.destroy();
      });
    }
    far.prependListener("data", (data) => hear(data) || near.destroy());
  });
  const destroyAll = () => {
    for (const { near, far } of pairs) for (const socket of [near, far]) socket.destroy();
  };
  const listen = async (port: number) => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  };
  const port = await listen(0);
  return {
    port,
    cut: destroyAll,
    delay(milliseconds) {
      delay = milliseconds;
    },
    silence() {
      for (const pair of pairs) pair.isSilent = true;
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      destroyAll();
      await closed;
    },
    async listen() {
      await listen(port);
    },
  };
}

/** Hands on what comes, in its order and when it is due. The end comes like data. */
function carry(pair: Pair, from: Socket, to: Socket, delay: () => number): void {
  const waiting: { due: number; data: Buffer | undefined }[] = [];
  let timer: NodeJS.Timeout | undefined;
  const deliver = () => {
    timer = undefined;
    for (let first = waiting[0]; first; first = waiting[0]) {
      const left = first.due - performance.now();
      if (left > 0) {
        timer = setTimeout(deliver, left);
        return;
      }
      waiting.shift();
      if (pair.isSilent || to.destroyed) continue;
      if (first.data) to.write(first.data);
      else to.end();
    }
  };
  const take = (data?: Buffer) => {
    waiting.push({ due: performance.now() + delay(), data });
    if (!timer) deliver();
  };
  from.on("data", take);
  from.once("end", () => take());
}
