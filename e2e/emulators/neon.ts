import { startDatabase } from "../support/postgres.ts";
import { startEmulator as startSources } from "./authjs.ts";
import type { Emulator, EmulatorOptions } from "./emulator.ts";
import { startBridge } from "./neon/bridge.ts";

/** Neon, a PostgreSQL that its real driver reaches over a WebSocket, and the sources of Auth.js. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const bridge = await startBridge();
  // What a new project of Neon has.
  const database = await startDatabase("neondb", "neondb_owner", {
    roleOptions: "bypassrls",
    settings: { NEON_BRIDGE: bridge.address },
  });
  const sources = await startSources(options);
  return {
    ...sources,
    env: { ...sources.env, ...database.env },
    stopSignIn: sources.stop,
    async stop() {
      await Promise.all([sources.stop(), bridge.stop(), database.stop()]);
    },
  };
}
