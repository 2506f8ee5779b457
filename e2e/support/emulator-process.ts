import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Provider } from "#adapters/about.ts";
import { nodeBinary } from "../../scripts/lib/node-binary.mjs";
import { root } from "../../scripts/lib/root.mjs";
import { type EmulatorOptions, users } from "../emulators/emulator.ts";
import type { Call } from "../emulators/serve.ts";
import { CLOCK, clockAhead, setClock } from "./set-clock.ts";

/** An emulator in a process of its own, whose clock can be moved. */
export interface EmulatorProcess {
  env: Record<string, string>;
  /** The variables of further ways to sign in. */
  further?: Record<string, string>;
  users: typeof users;
  /** How many provider tokens were issued by refreshing. */
  refreshes(): Promise<number>;
  /** From now on nobody can sign in there, and nothing is renewed. */
  stopSignIn(): Promise<void>;
  /** What its tokens say from now on besides, or instead. */
  claim(claims: Record<string, unknown>): Promise<void>;
  /** Lets that many milliseconds pass by its clock, at once. */
  forward(milliseconds: number): Promise<void>;
  stop(): Promise<void>;
}

/** Better Auth is the app itself. */
const none: EmulatorProcess = {
  env: {},
  users,
  refreshes: async () => 0,
  stopSignIn: async () => {},
  claim: async () => {},
  forward: async () => {},
  stop: async () => {},
};

export async function startEmulatorProcess(
  provider: Provider,
  options: EmulatorOptions,
): Promise<EmulatorProcess> {
  if (provider === "better-auth") return none;
  const args = [...CLOCK, "e2e/emulators/serve.ts", provider, JSON.stringify(options)];
  const child = spawn(nodeBinary(), args, {
    cwd: root,
    env: { ...process.env, ...clockAhead(0) },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ended = once(child, "exit");
  const failed = ended.then(() => {
    throw new Error(`the emulator of ${provider} did not start`);
  });
  const [{ env, further }] = await Promise.race([once(child, "message"), failed]);
  let ahead = 0;
  const ask = async (call: Call, given?: object) => {
    child.send({ call, given });
    const [{ answer }] = await once(child, "message");
    return answer;
  };
  return {
    env,
    further,
    users,
    refreshes: async () => Number(await ask("refreshes")),
    stopSignIn: async () => void (await ask("stopSignIn")),
    claim: async (claims) => void (await ask("claim", claims)),
    forward: (milliseconds) => {
      ahead += milliseconds;
      return setClock(child, ahead);
    },
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
