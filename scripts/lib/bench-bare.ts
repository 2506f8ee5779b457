import { fork } from "node:child_process";
import { join } from "node:path";
import { exchangeTarget, type Servers } from "./bench-servers.ts";
import { root } from "./root.mjs";

interface Hello {
  address: { port: number };
  userToken: string;
  accessToken: string;
}

/** node:http with the same cryptography: what an exchange and every other request cost at least. */
export async function startBare(): Promise<Servers> {
  const child = fork(join(root, "scripts", "lib", "bare-server.ts"));
  const hello = await new Promise<Hello>((resolve, reject) => {
    child.once("message", (message) => resolve(message as Hello));
    child.once("exit", (code) => reject(new Error(`the bare server ended with ${code}`)));
  });
  const url = `http://localhost:${hello.address.port}`;
  return {
    targets: {
      exchange: exchangeTarget(`${url}/exchange`, hello.userToken),
      verify: { url, headers: { authorization: `Bearer ${hello.accessToken}` } },
    },
    stop: async () => void child.disconnect(),
  };
}
