import { beforeAll, expect, test } from "vitest";
import { countDirectStatements, countStatements } from "#test/count-statements.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { ask, play, signInRunner } from "#test/runs/client.ts";
import type { SignedIn } from "#test/sign-in.ts";
import { callRoute, ownRoutes, type Params, threadRoutes } from "#test/thread-routes.ts";

provideDataDir();
process.env.DEMO_MODEL_DELAY = "0";

let user: SignedIn;
let params: Params;

beforeAll(async () => {
  user = await signInRunner();
  const { threadId, rebuilt } = await play(ask("hello"));
  params = { threadId, messageId: String(rebuilt[0]?.id), componentId: "c", runId: "r" };
});

/** All that a whole request sends, checks of its key and its bearer included. */
async function countOf(name: string): Promise<number> {
  const route = [...ownRoutes, ...threadRoutes].find((one) => one.name === name);
  if (!route) throw new Error(`there is no route ${name}`);
  const call = async () => {
    const response = await callRoute(route, params, user.headers);
    expect(response.status).toBeLessThan(300);
    await response.text();
  };
  // A first request of a process reads the keys.
  await call();
  let bound: string[] = [];
  const direct = await countDirectStatements(async () => {
    bound = await countStatements(call);
  });
  // Once a second an instance asks what was revoked, however many requests there are.
  return bound.length + direct.filter((statement) => !statement.includes("revocations")).length;
}

test.each([
  ["list threads", 1],
  ["get thread", 2],
  ["list messages", 1],
  ["create thread", 1],
  ["rate", 1],
  ["archive", 1],
])("%s sends %i statements", async (name, most) => {
  expect(await countOf(name)).toBe(most);
});

test("a first run, with its whole answer, sends at most six", async () => {
  expect(await countOf("first run")).toBeLessThanOrEqual(6);
});
