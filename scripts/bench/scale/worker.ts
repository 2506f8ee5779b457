import { and, eq, gt } from "drizzle-orm";
import { threads } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { flushWrites } from "#lib/base/background.ts";
import { connectFloors } from "#server/hooks.ts";
import { signIn } from "#test/sign-in.ts";
import { SUBJECT } from "./fill.ts";
import { listOperations } from "./operations.ts";
import { type Plan, watchPlans } from "./plans.ts";

export type Request = { name?: string; times: number; isExplained?: true };
export type Answer = { names?: string[]; milliseconds?: number[]; plans?: Plan[] };

/** Carries out operations on the database that its environment names, as its parent asks. */
process.on("message", async ({ name, times, isExplained }: Request) => {
  try {
    process.send?.(name === undefined ? await hello() : await work(name, times, isExplained));
  } catch (error) {
    console.error(name, error);
    process.exit(1);
  }
});

let ownerId: string;
let operations: ReturnType<typeof listOperations>;

async function hello(): Promise<Answer> {
  connectFloors();
  const user = await signIn(SUBJECT);
  ownerId = user.ownerId;
  operations = listOperations(user);
  await flushWrites();
  return { names: operations.map(({ name }) => name) };
}

async function work(name: string, times: number, isExplained?: true): Promise<Answer> {
  const operation = operations.find((one) => one.name === name);
  if (!operation) throw new Error(`no operation ${name}`);
  const milliseconds: number[] = [];
  const plans: Plan[] = [];
  for (let time = 0; time < times; time += 1) {
    const prepared = (await operation.prepare?.()) ?? "";
    await flushWrites();
    const act = async () => {
      const at = performance.now();
      await operation.act(prepared);
      milliseconds.push(performance.now() - at);
    };
    if (!isExplained) await act();
    // The last one alone: by then a server has planned for all values together.
    else plans.splice(0, plans.length, ...(await watchPlans(act)));
  }
  await removeMade();
  return { milliseconds, plans };
}

const startedAt = new Date();

/** What was made, so that each operation finds as many rows as the one before. */
async function removeMade(): Promise<void> {
  await withOwner(ownerId, (tx) =>
    tx.delete(threads).where(and(eq(threads.ownerId, ownerId), gt(threads.createdAt, startedAt))),
  );
}

process.once("disconnect", () => process.exit());
