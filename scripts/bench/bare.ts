import { fork } from "node:child_process";
import { join } from "node:path";
import { root } from "../lib/root.mjs";
import { exchangeTarget, type Figures, measureAll } from "./target.ts";

interface Hello {
  address: { port: number };
  userToken: string;
  accessToken: string;
}

/** What an exchange and every other request cost at least: node:http with the same cryptography. */
export async function measureBare(): Promise<Record<"exchange" | "verify", Figures>> {
  const child = fork(join(root, "scripts", "bench", "bare-server.ts"));
  try {
    const hello = await new Promise<Hello>((resolve, reject) => {
      child.once("message", (message) => resolve(message as Hello));
      child.once("exit", (code) => reject(new Error(`the bare server ended with ${code}`)));
    });
    const url = `http://localhost:${hello.address.port}`;
    return await measureAll({
      exchange: exchangeTarget(`${url}/exchange`, hello.userToken),
      verify: { url, headers: { authorization: `Bearer ${hello.accessToken}` } },
    });
  } finally {
    if (child.connected) child.disconnect();
  }
}
