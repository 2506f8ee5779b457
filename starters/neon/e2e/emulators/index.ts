import type { EmulatorOptions } from "#e2e/emulators/emulator.ts";
import { startEmulator as start } from "#e2e/emulators/neon.ts";

export const startEmulator = (_: string, options: EmulatorOptions) => start(options);
