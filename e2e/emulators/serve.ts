import type { Provider } from "#lib/env.ts";
import { startEmulator } from "./index.ts";

/** What the process that started this one may ask for. */
export type Call = "refreshes" | "stopSignIn";

/** Runs the emulator that the arguments name. Says its variables once it is ready, and ends with the process that started it. */
const [provider, options = ""] = process.argv.slice(2);
const emulator = await startEmulator(provider as Provider, JSON.parse(options));

const answers: Record<Call, () => unknown> = {
  refreshes: emulator.refreshes,
  stopSignIn: emulator.stopSignIn ?? emulator.stop,
};

process.on("message", async ({ call }: { call?: Call }) => {
  if (call) process.send?.({ answer: (await answers[call]()) ?? null });
});
process.on("disconnect", async () => {
  await emulator.stop();
  process.exit();
});
process.send?.({ env: emulator.env });
