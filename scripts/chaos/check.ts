import type { Message } from "../../e2e/protocol/support/run.ts";
import type { Instance } from "./instance.ts";
import type { Turn, User, World } from "./world.ts";

export interface Stored {
  id: string;
  role: string;
  text: string;
  createdAt: string;
}

export interface Flaw {
  flaw: string;
  /** What was acknowledged and is not so. */
  turn?: Turn;
}

/** What is wrong with the messages of a thread, after these turns in this order. */
export function checkThread(turns: Turn[], stored: Stored[]): Flaw[] {
  const flaws: Flaw[] = [];
  let last = -1;
  for (const turn of turns) {
    const { text, answer, isAcknowledged } = turn;
    const report = (flaw: string) => flaws.push({ turn, flaw: `"${text}" ${flaw}` });
    const places = [...stored.keys()].filter((at) => stored[at]?.text === text);
    const [place] = places;
    if (places.length > 1) report(`is there ${places.length} times`);
    if (!isAcknowledged) continue;
    if (place === undefined) {
      report("is lost");
      continue;
    }
    if (place < last) report("is out of order");
    last = place;
    const { role, text: found } = stored[place + 1] ?? {};
    if (answer !== undefined && (role !== "assistant" || found !== answer)) {
      report("has another answer than its user saw");
    }
  }
  for (const [at, { text, createdAt }] of stored.entries()) {
    const names = text.match(/user-\d+(?= says)/g) ?? [];
    if (names.some((name) => name !== turns[0]?.user)) flaws.push({ flaw: `"${text}" is foreign` });
    if (createdAt <= (stored[at - 1]?.createdAt ?? ""))
      flaws.push({ flaw: `"${text}" is not younger than the one before` });
  }
  return flaws;
}

interface Row {
  owner_id: string;
  thread_id: string;
  id: string;
}

const MESSAGES = "select owner_id, thread_id, id from messages order by created_at";
export const LOCKED = `select owner_id, id as thread_id, current_run_id as id from threads
  where lease_expires_at > clock_timestamp()`;

/** Compares what was acknowledged with what a fresh instance and SQL show. */
export async function checkAll(world: World, fresh: Instance): Promise<Flaw[]> {
  const flaws: Flaw[] = [];
  const report = (threadId: string, flaw: string) => flaws.push({ flaw: `${threadId}: ${flaw}` });
  const rows = Map.groupBy(await world.sql<Row>(MESSAGES), (row) => row.thread_id);
  for (const { thread_id } of await world.sql<Row>(LOCKED)) {
    report(thread_id, "is locked beyond its lease");
  }
  const threads = Map.groupBy(world.turns, ({ threadId }) => threadId ?? "");
  threads.delete("");
  for (const [threadId, turns] of threads) {
    const [{ user, ownerId }] = turns as [Turn];
    const [owner, stranger] = world.users.toSorted(({ name }) => (name === user ? -1 : 1));
    const messages = await readThread(owner as User, fresh, threadId);
    flaws.push(...checkThread(turns, messages));
    const own = rows.get(threadId) ?? [];
    if (own.some(({ owner_id }) => owner_id !== ownerId)) report(threadId, "has a foreign row");
    const isSame = own.map(({ id }) => id).join() === messages.map(({ id }) => id).join();
    if (rows.size > 0 && !isSame) report(threadId, "SQL and the API show other messages");
    const answer = await stranger?.read(fresh, `/v1/threads/${threadId}`);
    if (answer?.status !== 404) report(threadId, `${stranger?.name} gets ${answer?.status}`);
  }
  return flaws;
}

async function readThread({ read }: User, fresh: Instance, threadId: string): Promise<Stored[]> {
  const response = await read(fresh, `/v1/threads/${threadId}/messages`);
  const { messages = [] } = (await response.json()) as { messages?: Message[] };
  return messages.map(({ id, role, createdAt = "", content }) => ({
    id,
    role,
    createdAt,
    text: content.map(({ text }) => text ?? "").join(""),
  }));
}
