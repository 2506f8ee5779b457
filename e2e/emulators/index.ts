import { type Emulator, type EmulatorOptions, users } from "./emulator.ts";

type Start = (options: EmulatorOptions) => Promise<Emulator>;

/** Every provider that can be emulated, and is no part of the app. */
export const emulators: Record<string, () => Promise<{ startEmulator: Start }>> = {
  auth0: () => import("./auth0.ts"),
  authjs: () => import("./authjs.ts"),
  clerk: () => import("./clerk.ts"),
  neon: () => import("./neon.ts"),
  supabase: () => import("./supabase.ts"),
  workos: () => import("./workos.ts"),
};

/** Starts a provider's emulator; for one that is part of the app there is nothing to start. */
export async function startEmulator(provider: string, options: EmulatorOptions): Promise<Emulator> {
  const emulator = await emulators[provider]?.();
  if (!emulator) return { env: {}, users, refreshes: () => 0, stop: async () => {} };
  return emulator.startEmulator(options);
}
