import { loadavg } from "node:os";
import { setTimeout } from "node:timers/promises";
import { checkAll } from "./check.ts";
import type { Held } from "./instance.ts";
import type { World } from "./world.ts";

const SECOND = 1_000; // milliseconds
const MINUTE = 60 * SECOND;
const MEGABYTE = 1_048_576;
const SHARE = 0.7;
/** How much of their mean may be added to memory, or to the work for an answer, in the whole time. */
const STEADY = 0.1;

/** Lets users ask at a share of what the instances can answer, and watches whether anything grows. */
export async function soak(world: World, minutes: number): Promise<string[]> {
  await askAll(world, MINUTE / 6); // Warms it up.
  const perSecond = (await askAll(world, MINUTE / 3)).length / 20;
  const rate = SHARE * perSecond;
  console.log(`capacity ${perSecond.toFixed(1)} answers a second, soak at ${rate.toFixed(1)}`);
  const measure = async () => {
    const held = await Promise.all(world.instances.map((instance) => instance.measure()));
    const sum = (name: keyof Held) => held.reduce((all, one) => all + one[name], 0);
    return { memory: sum("memory"), resident: sum("resident"), work: sum("work") };
  };
  const samples = [];
  for (let minute = 1; minute <= minutes; minute += 1) {
    const before = await measure();
    const turns = await askAll(world, MINUTE, rate);
    const { memory, resident, work } = await measure();
    const times = turns.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
    const at = (share: number) => Math.round(times[Math.floor(times.length * share)] ?? 0);
    const failed = turns.filter(({ isAcknowledged }) => !isAcknowledged).length;
    if (failed > 0) world.findings.push(`minute ${minute}: ${failed} questions have no answer`);
    samples.push({
      answers: turns.length - failed,
      "p50 ms": at(0.5),
      "p99 ms": at(0.99),
      "CPU ms each": Number(((work - before.work) / turns.length).toFixed(1)),
      "memory MB": Math.round(memory / MEGABYTE),
      "resident MB": Math.round(resident / MEGABYTE),
      load: Math.round(loadavg()[0] ?? 0),
    });
    console.log(`minute ${minute}: ${JSON.stringify(samples.at(-1))}`);
  }
  for (const name of ["memory MB", "CPU ms each", "p50 ms"] as const) {
    const { slope, mean, error } = fitLine(samples.map((sample) => sample[name]));
    const share = (slope * minutes) / mean;
    const line = `${name}: mean ${mean.toFixed(1)}, slope ${slope.toFixed(3)} ± ${error.toFixed(3)} a minute, in all ${(100 * share).toFixed(1)} %`;
    console.log(line);
    // Latency follows the load of the machine as well.
    if (name !== "p50 ms" && share > STEADY && slope > 2 * error) world.findings.push(line);
  }
  const flaws = await checkAll(world, await world.startAnother());
  await world.stop();
  return [...world.findings, ...flaws.map(({ flaw }) => flaw)];
}

/** Each user as soon as it has its answer; or all together so many times a second. */
async function askAll({ turns, users, instances }: World, milliseconds: number, rate?: number) {
  const before = turns.length;
  const startedAt = performance.now();
  const passed = () => performance.now() - startedAt;
  let asked = 0;
  const talk = users.map(async ({ ask }, at) => {
    while (passed() < milliseconds) {
      const due = rate ? (SECOND * asked) / rate : 0;
      asked += 1;
      if (due >= milliseconds) return;
      await setTimeout(Math.max(0, due - passed()));
      const instance = instances[at % instances.length];
      if (instance) await ask(instance);
    }
  });
  await Promise.all(talk);
  return turns.slice(before);
}

/** Least squares over the values' places. `error` is the slope's standard error. */
function fitLine(values: number[]) {
  const places = values.map((_, at) => at - (values.length - 1) / 2);
  const sum = (all: number[]) => all.reduce((left, right) => left + right, 0);
  const mean = sum(values) / values.length;
  const spread = sum(places.map((place) => place ** 2));
  const slope = sum(values.map((value, at) => (places[at] ?? 0) * value)) / spread;
  const rest = values.map((value, at) => (value - mean - slope * (places[at] ?? 0)) ** 2);
  return { slope, mean, error: Math.sqrt(sum(rest) / (values.length - 2) / spread) };
}
