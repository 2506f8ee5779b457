import { setTimeout } from "node:timers/promises";
import { LEASE_SECONDS } from "#lib/threads/thread.ts";
import { checkAll, LOCKED } from "./check.ts";
import type { Fault } from "./faults.ts";
import { chat } from "./users.ts";
import type { World } from "./world.ts";

const SECOND = 1_000; // milliseconds
const WARM_UP = 3 * SECOND;
const LEASE = LEASE_SECONDS * SECOND;
/** Three times the longest: a silent connection is used again after up to ten seconds, and given up ten later. */
const RECOVERY = 60 * SECOND;
const TWO_AT_ONCE = 0.3;
/** Answers in a row, of each instance, that show that all is well. */
const ENOUGH = 3;
const MORE_MEMORY = 32 * 1_048_576; // bytes
const MOST_SOCKETS = 64;

export type Table = Record<string, ReturnType<typeof newLine>>;

const newLine = () => ({
  injected: 0,
  survived: 0,
  acknowledged: 0,
  unanswered: 0,
  lost: 0,
  "well after s": 0,
});

/** Breaks one thing after the other, or two at once, while users chat, and looks what is left. */
export async function run(world: World, faults: Record<string, Fault>, seconds: number) {
  const table: Table = {};
  const linesOf = (names: Iterable<string>) =>
    [...names].map((name) => {
      table[name] ??= newLine();
      return table[name];
    });
  const { instances, random, findings } = world;
  let isOver = false;
  const chatting = chat(world, () => isOver);
  await setTimeout(WARM_UP);
  const before = await Promise.all(instances.map(({ measure }) => measure()));

  const end = performance.now() + seconds * SECOND;
  let bag: string[] = [];
  while (performance.now() < end) {
    if (bag.length === 0) bag = random.shuffle(Object.keys(faults));
    const names = bag.splice(0, 1);
    // Two of a kind would get into each other's way.
    const other = bag.findIndex((name) => name.split(" ")[0] !== names[0]?.split(" ")[0]);
    if (other >= 0 && random.isTrue(TWO_AT_ONCE)) names.push(...bag.splice(other, 1));
    for (const during of [world, ...world.open]) for (const name of names) during.faults.add(name);
    await Promise.all(names.map((name) => faults[name]?.(world)));
    const recovery = await recover(world);
    for (const line of linesOf(names)) {
      line.injected += 1;
      if (recovery < RECOVERY) line.survived += 1;
      const tenths = Math.round(recovery / 100) / 10;
      line["well after s"] = Math.max(line["well after s"], tenths);
    }
    if (recovery >= RECOVERY) findings.push(`not well in time after: ${names.join(", ")}`);
    world.faults.clear();
    await setTimeout(random.between(0, SECOND));
  }
  isOver = true;
  await chatting;
  const until = performance.now() + LEASE;
  while ((await world.sql(LOCKED)).length > 0 && performance.now() < until) await setTimeout(100);

  const held = await Promise.all(instances.map(({ measure }) => measure()));
  for (const [at, { memory, sockets }] of held.entries()) {
    const more = memory - (before[at]?.memory ?? 0);
    if (more > MORE_MEMORY) findings.push(`${more} bytes more are held than before`);
    if (sockets > MOST_SOCKETS) findings.push(`${sockets} sockets are open afterwards`);
  }
  const fresh = await world.startAnother();
  const flaws = await checkAll(world, fresh);
  for (const { name, ask } of world.users) {
    const { outcome, isAcknowledged } = await ask(fresh);
    if (!isAcknowledged) findings.push(`${name} cannot go on: ${outcome}`);
  }
  await world.stop();
  const during = (all: Set<string>) => linesOf(all.size > 0 ? all : ["none"]);
  for (const { isAcknowledged, faults: all } of world.turns) {
    for (const line of during(all)) line[isAcknowledged ? "acknowledged" : "unanswered"] += 1;
  }
  for (const { turn } of flaws) {
    for (const line of turn ? during(turn.faults) : []) line.lost += 1;
  }
  return { table, findings: [...findings, ...flaws.map(({ flaw }) => flaw)] };
}

/** Milliseconds until each instance answers as if nothing had been; RECOVERY if that takes longer. */
async function recover({ instances, users: [first] }: World): Promise<number> {
  const startedAt = performance.now();
  const passed = () => performance.now() - startedAt;
  for (const instance of instances) {
    for (let inRow = 0; inRow < ENOUGH && passed() < RECOVERY; ) {
      const turn = await first?.ask(instance);
      inRow = turn?.isAcknowledged ? inRow + 1 : 0;
      if (inRow === 0) await setTimeout(100);
    }
  }
  return Math.min(passed(), RECOVERY);
}
