import type { EmulatorOptions } from "#e2e/emulators/emulator.ts";
import { startEmulator as start } from "#e2e/emulators/workos.ts";

export const startEmulator = (_: string, options: EmulatorOptions) => start(options);
