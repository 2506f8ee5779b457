import { startEmulator } from "./index.ts";

/** What the process that started this one may ask for. */
export type Call = "refreshes" | "stopSignIn" | "claim";

/** Runs the emulator that the arguments name. Says its variables once it is ready, and ends with the process that started it. */
const [provider = "", options = ""] = process.argv.slice(2);
const claims: Record<string, unknown> = {};
const emulator = await startEmulator(provider, { ...JSON.parse(options), claims });

const answers: Record<Call, (given: object) => unknown> = {
  refreshes: emulator.refreshes,
  stopSignIn: emulator.stopSignIn ?? emulator.stop,
  claim(given) {
    for (const name of Object.keys(claims)) delete claims[name];
    Object.assign(claims, given);
  },
};

process.on("message", async ({ call, given = {} }: { call?: Call; given?: object }) => {
  if (call) process.send?.({ answer: (await answers[call](given)) ?? null });
});
process.on("disconnect", async () => {
  await emulator.stop();
  process.exit();
});
process.send?.({ env: emulator.env, further: emulator.further });
