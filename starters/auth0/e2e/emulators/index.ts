import { startEmulator as start } from "#e2e/emulators/auth0.ts";
import type { EmulatorOptions } from "#e2e/emulators/emulator.ts";

export const startEmulator = (_: string, options: EmulatorOptions) => start(options);
