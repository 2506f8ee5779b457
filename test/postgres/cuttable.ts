import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A connection string that leads through a line on this machine, which can be cut. */
export async function makeCuttable(connectionString: string) {
  const target = new URL(connectionString);
  const open = new Set<Socket>();
  let mute: "no" | "from commit" | "yes" = "no";
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
    server.on("data", (data) => {
      if (mute === "from commit" && data.includes("COMMIT")) mute = "yes";
      if (mute !== "yes") client.write(data);
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
    /** The server's answer to the next commit is lost, and whatever follows. */
    mute() {
      mute = "from commit";
    },
    /** Breaks every connection and takes no more. */
    async cut() {
      const closed = once(line, "close");
      line.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
    async mend() {
      mute = "no";
      await listen(port);
    },
  };
}
