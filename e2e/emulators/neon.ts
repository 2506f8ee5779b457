import { startDatabase } from "../support/postgres.ts";
import { startEmulator as startGoogle } from "./authjs.ts";
import type { Emulator, EmulatorOptions } from "./emulator.ts";
import { startBridge } from "./neon/bridge.ts";

/** Neon, a PostgreSQL that its real driver reaches over a WebSocket, and Google, with which one signs in. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const bridge = await startBridge();
  // What a new project of Neon has.
  const database = await startDatabase("neondb", "neondb_owner", {
    roleOptions: "bypassrls",
    settings: { NEON_BRIDGE: bridge.address },
  });
  const google = await startGoogle(options);
  return {
    ...google,
    env: { ...google.env, ...database.env },
    stopSignIn: google.stop,
    async stop() {
      await Promise.all([google.stop(), bridge.stop(), database.stop()]);
    },
  };
}
