import { writeSync } from "node:fs";
import { inspect } from "node:util";

/** For `node --expose-gc --import`, in an instance: says what it must not hide, and on a signal what it holds. */
const say = (what: string, value: unknown) =>
  writeSync(2, `chaos: ${what} ${inspect(value, { breakLength: Number.POSITIVE_INFINITY })}\n`);

process.on("unhandledRejection", (reason) => say("unhandled rejection", reason));
process.on("uncaughtExceptionMonitor", (error) => say("uncaught exception", error));
process.on("SIGUSR2", () => {
  globalThis.gc?.();
  const { heapUsed, external, rss: resident } = process.memoryUsage();
  const names = process.getActiveResourcesInfo();
  const sockets = names.filter((name) => name === "TCPSocketWrap").length;
  const { user, system } = process.cpuUsage();
  const work = (user + system) / 1_000;
  const held = { memory: heapUsed + external, resident, sockets, work };
  writeSync(2, `chaos: held ${JSON.stringify(held)}\n`);
});
