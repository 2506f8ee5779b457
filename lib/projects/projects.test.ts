import { eq } from "drizzle-orm";
import { afterEach, expect, test, vi } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { apiKeys } from "#drizzle/schema/project.ts";
import { countDirectStatements } from "#test/count-statements.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { defaultProject, findProjectByKey } from "./projects.ts";

provideDataDir();

afterEach(() => {
  vi.useRealTimers();
});

test("the first start makes one project with a publishable key", async () => {
  const [first, second] = await Promise.all([defaultProject(), defaultProject()]);
  expect(first).toEqual({ id: "default", publishableKey: expect.stringMatching(/^pk_[\w-]{32}$/) });
  expect(second).toEqual(first);
  const found = await findProjectByKey(first.publishableKey);
  expect(found).toEqual({
    id: "default",
    keyId: "default-publishable",
    keyKind: "publishable",
    allowedOrigins: null,
  });
});

test("an unknown key names no project", async () => {
  expect(await findProjectByKey("pk_unknown")).toBeUndefined();
  expect(await findProjectByKey("")).toBeUndefined();
});

test("guessed keys drive out no living one", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const { publishableKey } = await defaultProject();
  await findProjectByKey(publishableKey);
  const guesses = Array.from({ length: 1_001 }, (_, guess) =>
    findProjectByKey(`pk_guess_${guess}`),
  );
  await Promise.all(guesses);
  expect(await countDirectStatements(() => findProjectByKey(publishableKey))).toEqual([]);
});

test("a revoked key is refused after at most five seconds", async () => {
  const { publishableKey } = await defaultProject();
  await findProjectByKey(publishableKey);
  const db = await getDb();
  await db.update(apiKeys).set({ revokedAt: new Date() }).where(eq(apiKeys.value, publishableKey));
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 5_001 });
  expect(await findProjectByKey(publishableKey)).toBeUndefined();
});
