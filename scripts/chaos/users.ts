import { setTimeout } from "node:timers/promises";
import { createClient, exchangeForm } from "../../e2e/protocol/support/client.ts";
import { type Run, readRun } from "../../e2e/protocol/support/run.ts";
import { API_KEY, callApi } from "../../e2e/support/api.ts";
import { makeRandom } from "./random.ts";
import type { Turn, User, World } from "./world.ts";

const PATIENCE = 8_000; // milliseconds until a user presses stop
const NEW_THREAD = 0.2;
const WITHOUT_ANSWER = 0.1;
const SIGN_IN_AGAIN = 0.1;
/** What may be answered while something is broken. Anything else is a finding. */
const EXPECTED = /^(20\d|401|409|429|503|507)\b/;

/** The first looks how things are, and so many others chat. */
export function addUsers(world: World, others: number): void {
  for (let at = 0; at <= others; at += 1) {
    world.users.push(createUser(world, `user-${at}`, world.random.between(0, 2 ** 32)));
  }
}

function createUser(world: World, name: string, seed: number): User {
  const random = makeRandom(seed);
  let bearer: { token: string; ownerId: string } | undefined;
  let threadId: string | undefined;
  let count = 0;

  async function signIn(url: string): Promise<void> {
    const body = exchangeForm(await world.provider.signIn(name));
    const client = createClient(url, { "x-api-key": API_KEY });
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await client.call("POST", "/oauth/token", { body, signal });
    const { access_token: token } = await response.json();
    // By a wrong clock the provider's token is too old, or not valid yet.
    if (!token) throw new Error(`${response.status} at the exchange`);
    const { sub } = JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString());
    bearer = { token, ownerId: sub };
  }

  async function converse(url: string, turn: Turn): Promise<void> {
    if (!bearer || random.isTrue(SIGN_IN_AGAIN)) await signIn(url);
    turn.ownerId = bearer?.ownerId;
    const authorization = `Bearer ${bearer?.token}`;
    const client = createClient(url, { "x-api-key": API_KEY, authorization });
    const message = { role: "user", content: [{ type: "text", text: turn.text }] };
    const signal = AbortSignal.timeout(PATIENCE);
    if (!turn.threadId && random.isTrue(WITHOUT_ANSWER)) {
      const body = { initialMessages: [message] };
      const response = await client.call("POST", "/v1/threads", { body, signal });
      await expectAnswer(response);
      turn.threadId = (await response.json()).id;
      turn.isAcknowledged = true;
      return;
    }
    const response = await client.start({ message }, turn.threadId, signal);
    await expectAnswer(response);
    turn.threadId = response.headers.get("x-thread-id") ?? "";
    const run = await readRun(response).catch((error) => {
      const path = `/v1/threads/${turn.threadId}/runs/${response.headers.get("x-run-id")}`;
      if (signal.aborted) client.call("DELETE", path).catch(() => {});
      throw error;
    });
    turn.outcome = run.error?.code ?? "200";
    if (turn.outcome === "INTERNAL_ERROR") world.findings.push(`${turn.text}: INTERNAL_ERROR`);
    turn.isAcknowledged = run.events.at(-1)?.type === "RUN_FINISHED";
    turn.answer = textOf(run);
  }

  async function expectAnswer(response: Response): Promise<void> {
    if (response.ok) return;
    const said = `${response.status} ${(await response.text()).slice(0, 300)}`;
    if (!EXPECTED.test(said)) world.findings.push(`${name}: ${said}`);
    throw new Error(said);
  }

  return {
    name,
    async ask({ url }) {
      count += 1;
      const faults = new Set(world.faults);
      if (random.isTrue(NEW_THREAD)) threadId = undefined;
      const said = { user: name, threadId, text: `${name} says ${count}`, faults };
      const turn: Turn = { ...said, isAcknowledged: false, outcome: "201", milliseconds: 0 };
      world.turns.push(turn);
      world.open.add(turn);
      const startedAt = performance.now();
      await converse(url, turn).catch((error) => {
        turn.outcome = describe(error);
      });
      turn.milliseconds = performance.now() - startedAt;
      world.open.delete(turn);
      if (turn.outcome.startsWith("401")) bearer = undefined;
      threadId = turn.threadId;
      return turn;
    },
    async read({ url }, path) {
      const response = await callApi(url, bearer?.token ?? "", "GET", path);
      if (response.status !== 401) return response;
      await signIn(url);
      return callApi(url, bearer?.token ?? "", "GET", path);
    },
  };
}

/** Lets all users but the first chat until `isOver`. Resolves when the last has its answer. */
export async function chat(world: World, isOver: () => boolean): Promise<void> {
  const talk = async ({ ask }: User) => {
    const random = makeRandom(world.random.between(0, 2 ** 32));
    while (!isOver()) {
      const { isAcknowledged } = await ask(random.pick(world.instances));
      await setTimeout(isAcknowledged ? random.between(50, 500) : 500);
    }
  };
  await Promise.all(world.users.slice(1).map(talk));
}

const textOf = ({ messages }: Run) =>
  messages
    .filter(({ role }) => role === "assistant")
    .flatMap(({ content }) => content.map(({ text }) => text))
    .join("");

function describe({ name, message }: Error): string {
  const [status] = /^\d{3}\b/.exec(message) ?? [];
  return status ?? (name === "TimeoutError" ? "no answer in time" : "broken off");
}
