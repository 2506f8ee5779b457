import { parseArgs } from "node:util";
import { buildIfStale } from "../lib/build.mjs";
import { problem, runMain } from "../lib/problem.mjs";
import { FAULTS } from "./faults.ts";
import { makeDisk } from "./full-disk.ts";
import { run } from "./run.ts";
import { soak } from "./soak.ts";
import { addUsers } from "./users.ts";
import { startWorld, type World } from "./world.ts";

const USERS = 20;
const EMBEDDED_USERS = 5;
/** Of the time: in the rest the embedded database suffers. */
const SERVER_SHARE = 0.8;

/** Breaks what the app depends on, or lets it work for long. Returns 1 if anything was lost or did not recover. */
async function main(): Promise<number> {
  // `exit` handlers end what was started for it.
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
  const { seed, minutes, soakMinutes } = readOptions();
  await buildIfStale();
  console.log(`seed ${seed}`);
  const world = await startWorld(seed, soakMinutes ? { pace: 0 } : {});
  addUsers(world, USERS);
  const findings = soakMinutes
    ? await soak(world, soakMinutes)
    : [
        ...(await breakAll(world, FAULTS, SERVER_SHARE * minutes)),
        ...(await breakEmbedded(seed, (1 - SERVER_SHARE) * minutes)),
      ];
  for (const finding of findings) console.log(`found: ${finding}`);
  console.log(`${findings.length} findings with seed ${seed}`);
  return findings.length === 0 ? 0 : 1;
}

async function breakEmbedded(seed: number, minutes: number): Promise<string[]> {
  const disk = makeDisk();
  if (!disk) console.log("A full disk is left out, because only root can make a small disk.");
  if (!disk) return [];
  const world = await startWorld(seed, disk);
  addUsers(world, EMBEDDED_USERS);
  return breakAll(world, disk.faults, minutes);
}

async function breakAll(world: World, faults: typeof FAULTS, minutes: number): Promise<string[]> {
  const { table, findings } = await run(world, faults, 60 * minutes);
  console.table(table);
  const outcomes = Map.groupBy(world.turns, ({ outcome }) => outcome);
  const counts = [...outcomes].map(([outcome, { length }]) => `${outcome} × ${length}`);
  console.log(`outcomes: ${counts.sort().join(", ")}`);
  return findings;
}

function readOptions() {
  const text = { type: "string" } as const;
  try {
    const { values } = parseArgs({ options: { seed: text, minutes: text, soak: text } });
    const {
      seed = String(Date.now() % 1_000_000),
      minutes = "3",
      soak: soakMinutes = "0",
    } = values;
    return { seed: Number(seed), minutes: Number(minutes), soakMinutes: Number(soakMinutes) };
  } catch (error) {
    throw problem((error as Error).message);
  }
}

await runMain(main, { codeWhenStopped: 130 });
