import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** The end of a command that wrote, then ReadyForQuery outside a transaction: postgresql.org/docs/18/protocol-message-formats.html */
const COMMITTED = /(COMMIT|INSERT 0|UPDATE|DELETE)[ \d]*\0Z\0{3}.I$/s;
const LONGEST_END = 40; // characters

/** A connection string that leads through a line on this machine, which can be cut. */
export async function makeCuttable(connectionString: string) {
  const target = new URL(connectionString);
  const open = new Set<Socket>();
  let commitsToLost = 0;
  const line = createServer((client) => {
    const server = connect(Number(target.port), target.hostname);
    for (const socket of [client, server]) {
      open.add(socket);
      socket.setNoDelay().on("error", () => {});
      socket.once("close", () => {
        open.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    client.pipe(server);
    let end = "";
    server.on("data", (data) => {
      // The two messages may come one by one.
      end = (end + data.toString("latin1")).slice(-LONGEST_END);
      if (COMMITTED.test(end) && --commitsToLost === 0) client.destroy();
      else client.write(data);
    });
  });
  const listen = async (port: number) => {
    line.listen(port, "127.0.0.1");
    await once(line, "listening");
    return (line.address() as AddressInfo).port;
  };
  const port = await listen(0);
  const url = new URL(connectionString);
  url.hostname = "127.0.0.1";
  url.port = String(port);
  return {
    url: url.href,
    /** The server's answer to the nth commit from now on is lost, and its connection with it. */
    loseAnswer(nth: number) {
      commitsToLost = nth;
    },
    /** Whether it was lost. From now on none is. */
    keepAnswers() {
      const isLost = commitsToLost <= 0;
      commitsToLost = 0;
      return isLost;
    },
    /** Breaks every connection and takes no more. */
    async cut() {
      const closed = once(line, "close");
      line.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
    async mend() {
      await listen(port);
    },
  };
}
