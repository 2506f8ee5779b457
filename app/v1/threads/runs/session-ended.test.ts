import { beforeAll, expect, test, vi } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { revocations } from "#drizzle/schema/project.ts";
import { signOutEverywhere } from "#lib/identity/revocation.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { ask, post, signInRunner } from "#test/runs/client.ts";
import { readEvents } from "#test/runs/grammar.ts";

provideDataDir();
process.env.DEMO_MODEL_DELAY = "100";

/** Milliseconds until a stream has asked again, with a view of the revocations that is not too old. */
const TWO_WATCHES = 2_000;

beforeAll(() => {
  vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
});

const ENDED = {
  type: "RUN_ERROR",
  code: "SESSION_ENDED",
  message: "The session ended while this answer was written",
};

test("a stream ends with a clear event once its session was ended here", async () => {
  const { ownerId } = await signInRunner();
  const response = await post(ask("slow"));
  await signOutEverywhere(ownerId);
  vi.advanceTimersByTime(TWO_WATCHES);
  expect((await readEvents(response)).at(-1)).toMatchObject(ENDED);
});

test("and once it was ended at another instance", async () => {
  const { ownerId } = await signInRunner();
  const response = await post(ask("slow"));
  const db = await getDb();
  const now = new Date();
  const row = {
    id: ownerId,
    notBefore: now,
    revokedAt: now,
    expiresAt: new Date(now.getTime() + 1e6),
  };
  await db.insert(revocations).values(row).onConflictDoUpdate({ target: revocations.id, set: row });
  vi.advanceTimersByTime(TWO_WATCHES);
  expect((await readEvents(response)).at(-1)).toMatchObject(ENDED);
});
