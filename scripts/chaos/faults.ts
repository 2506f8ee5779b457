import { connect } from "node:net";
import { setTimeout } from "node:timers/promises";
import type { Instance } from "./instance.ts";
import type { Mood, Service } from "./services.ts";
import type { World } from "./world.ts";

/** Something breaks, and is whole again when the promise resolves. */
export type Fault = (world: World) => Promise<unknown>;

const SECOND = 1_000; // milliseconds
const TEN_MINUTES = 600 * SECOND;
const IDLE_SOCKETS = 1_000;
const SLOW_BODIES = 50;
const SLOW_BODY = `POST /v1/threads/runs HTTP/1.1
host: chaos
content-type: application/json
content-length: 100000

{`.replaceAll("\n", "\r\n");

const wait = ({ random }: World) => setTimeout(random.between(2 * SECOND, 5 * SECOND));

/** One of the instances, or all. */
const some = ({ instances, random }: World) =>
  random.isTrue(0.5) ? [random.pick(instances)] : instances;

type Of = "toUsers" | "toDatabase";

const once =
  (line: Of, act: "cut" | "silence"): Fault =>
  async (world) =>
    some(world).map((one) => one[line][act]());

const delay =
  (line: Of): Fault =>
  async (world) => {
    const hit = some(world);
    for (const one of hit) one[line].delay(world.random.between(20, 300));
    await wait(world);
    for (const one of hit) one[line].delay(0);
  };

const clock =
  (ahead: number): Fault =>
  async (world) => {
    const hit = some(world);
    await Promise.all(hit.map((one) => one.setClock(ahead)));
    await wait(world);
    await Promise.all(hit.map((one) => one.setClock(0)));
  };

export const kill9: Fault = ({ instances, random }) => random.pick(instances).kill9();

async function inMood(world: World, service: Service, mood: Mood, act?: Fault): Promise<void> {
  service.mood = mood;
  await Promise.all([act?.(world), wait(world)]);
  service.mood = "well";
}

const model =
  (mood: Mood): Fault =>
  (world) =>
    inMood(world, world.model, mood);

/** An instance that starts needs the provider. One that runs has its keys. */
const provider =
  (mood: Mood): Fault =>
  (world) =>
    inMood(world, world.provider, mood, kill9);

/** A space is sent every 100 ms after the beginning of a body. */
const sockets =
  (count: number, body?: string): Fault =>
  async (world) => {
    const open = Array.from({ length: count }, (_, at) => {
      const { port } = world.instances[at % world.instances.length] as Instance;
      // An instance may be down.
      return connect(port, "127.0.0.1").on("error", () => {});
    });
    if (body) for (const socket of open) socket.write(body);
    const timer = body && setInterval(() => open.map((socket) => socket.write(" ")), 100);
    await wait(world);
    clearInterval(timer);
    for (const socket of open) socket.destroy();
  };

export const FAULTS: Record<string, Fault> = {
  "kill -9 of an instance": kill9,
  "PostgreSQL crashes and restarts": async ({ database }) => database?.restart("SIGQUIT"),
  "PostgreSQL stopped for 5 s": async ({ database }) => database?.restart("SIGINT", 5 * SECOND),
  "connections to the database cut": once("toDatabase", "cut"),
  "connections to the database half-open": once("toDatabase", "silence"),
  "network to the database slow": delay("toDatabase"),
  "connections of users cut": once("toUsers", "cut"),
  "connections of users half-open": once("toUsers", "silence"),
  "network to users slow": delay("toUsers"),
  "provider away": provider("away"),
  "provider slow": provider("slow"),
  "provider lying": provider("lying"),
  "model away": model("away"),
  "model slow": model("slow"),
  "model lying": model("lying"),
  "clock 10 minutes fast": clock(TEN_MINUTES),
  "clock 10 minutes slow": clock(-TEN_MINUTES),
  "1,000 idle sockets": sockets(IDLE_SOCKETS),
  "slow bodies": sockets(SLOW_BODIES, SLOW_BODY),
};
