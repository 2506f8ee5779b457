import type { Provider } from "#lib/base/env.ts";
import { type Emulator, type EmulatorOptions, users } from "./emulator.ts";

interface Entry {
  /** Where `npm run emulate` has it: the same every time, for .env.local and because the address is part of an owner's id. */
  port: number;
  load(): Promise<{ startEmulator(options: EmulatorOptions): Promise<Emulator> }>;
}

/** Every provider that can be emulated. Better Auth is the app itself. */
export const emulators: Record<Exclude<Provider, "better-auth">, Entry> = {
  auth0: { port: 4101, load: () => import("./auth0.ts") },
  authjs: { port: 4102, load: () => import("./authjs.ts") },
  clerk: { port: 4103, load: () => import("./clerk.ts") },
  neon: { port: 4106, load: () => import("./neon.ts") },
  supabase: { port: 4104, load: () => import("./supabase.ts") },
  workos: { port: 4105, load: () => import("./workos.ts") },
};

/** Starts a provider's emulator; for Better Auth there is nothing to start. */
export async function startEmulator(
  provider: Provider,
  options: EmulatorOptions,
): Promise<Emulator> {
  if (provider === "better-auth") {
    return { env: {}, users, refreshes: () => 0, stop: async () => {} };
  }
  const { startEmulator } = await emulators[provider].load();
  return startEmulator(options);
}
