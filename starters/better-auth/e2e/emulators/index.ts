import { type Emulator, type EmulatorOptions, users } from "#e2e/emulators/emulator.ts";

/** Better Auth is part of the app, so there is nothing to start. */
export const startEmulator = async (_: string, _options: EmulatorOptions): Promise<Emulator> => ({
  env: {},
  users,
  refreshes: () => 0,
  stop: async () => {},
});
