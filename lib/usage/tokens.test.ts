import { expect, test, vi } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { threads } from "#drizzle/schema/threads.ts";
import { usageDays } from "#drizzle/schema/usage.ts";
import { flushWrites } from "#lib/base/background.ts";
import { runBody } from "#lib/runs/run-request.ts";
import { startRun } from "#lib/runs/start.ts";
import { suggest } from "#lib/runs/suggestions/suggest.ts";
import { writeName } from "#lib/runs/write-name.ts";
import { countStatements } from "#test/count-statements.ts";
import { ADA, answer, ask, BOB, countThreads, provideUsers, refusal, use } from "#test/limits.ts";
import { readEvents } from "#test/runs/grammar.ts";
import { listStored, question, stream } from "#test/runs/play.ts";
import { call, say, scriptedModel } from "#test/runs/scripted-model.ts";

provideUsers();

const ONE_DAY = 86_400; // seconds

test("once they are used up a user may ask again at midnight by UTC, and others at once", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2027-03-01T23:00:00Z") });
  await use(ADA.ownerId, 1_000_000);
  const before = await countThreads();
  expect(await refusal(ask(ADA))).toEqual({
    seconds: 3_600,
    status: 429,
    code: "DAILY_TOKEN_LIMIT",
    message: "Your tokens of today are used up. Wait 3600 s",
  });
  expect(await countThreads()).toBe(before);
  await answer(BOB);
  vi.setSystemTime(new Date("2027-03-02T00:00:00Z"));
  await answer(ADA);
});

test("the project's budget holds for everybody", async () => {
  vi.stubEnv("DAILY_TOKEN_BUDGET", "500");
  await use(ADA.ownerId, 500);
  const { seconds, ...said } = await refusal(ask(BOB));
  expect(seconds).toBeLessThanOrEqual(ONE_DAY);
  expect(said).toEqual({
    status: 429,
    code: "DAILY_TOKEN_BUDGET",
    message: `This app's tokens of today are used up. Wait ${seconds} s`,
  });
});

test("suggestions and names are refused as well, and cost no statement more than before", async () => {
  await answer(ADA);
  const [thread] = await (await getDb()).select().from(threads);
  const [message] = await listStored(thread?.id ?? "");
  const key = { ...ADA, threadId: thread?.id ?? "", messageId: message?.id ?? "" };
  await flushWrites();
  await (await getDb()).delete(usageDays);
  await use(ADA.ownerId, 1_000_000);
  const { model, asked } = scriptedModel();
  const options = { maxSuggestions: 3, availableComponents: [] };
  const statements = await countStatements(async () => {
    expect((await refusal(suggest(key, options, model))).code).toBe("DAILY_TOKEN_LIMIT");
  });
  expect(statements).toHaveLength(1);
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  expect(await writeName(ADA, "hello there", model)).toBe("Hello there");
  log.mockRestore();
  expect(asked).toEqual([]);
});

test("with the defaults one user costs a million tokens and the answers that were under way then", async () => {
  const TOKENS = 40_000;
  let cost = 0;
  const model = scriptedModel().model;
  const doStream: typeof model.doStream = async (options) => {
    cost += TOKENS;
    const { stream } = await scriptedModel(say("This."), say("This.")).model.doStream(options);
    const bill = new TransformStream({
      transform(part, controller) {
        const tokens = { total: TOKENS, noCache: TOKENS, cacheRead: 0, cacheWrite: 0 };
        const usage = { ...part.usage, inputTokens: tokens, outputTokens: { total: 0 } };
        controller.enqueue(part.type === "finish" ? { ...part, usage } : part);
      },
    });
    return { stream: stream.pipeThrough(bill) };
  };
  // As quickly as the server lets them, from ten tabs.
  const tab = async () => {
    for (;;) await answer(ADA, { ...model, doStream });
  };
  const ends = await Promise.all(Array.from({ length: 10 }, () => refusal(tab())));
  expect(ends.map(({ code }) => code)).toEqual(Array(10).fill("DAILY_TOKEN_LIMIT"));
  expect(cost).toBeGreaterThanOrEqual(1_000_000);
  expect(cost).toBeLessThanOrEqual(1_000_000 + 10 * TOKENS);
});

test("an answer asks the model no more once it has used the rest, and says so", async () => {
  await use(ADA.ownerId, 999_998);
  const again = call("show_component_WeatherCard", '{"city":"Oslo","days":[]}');
  const { model, asked } = scriptedModel(again, again, again);
  const events = await answer(ADA, model);
  expect(asked).toHaveLength(1);
  expect(events.at(-1)).toMatchObject({ type: "RUN_ERROR", code: "DAILY_TOKEN_LIMIT" });
  expect(events.map(({ type }) => type)).toContain("CUSTOM");
});

test("tool results that are refused can be given again", async () => {
  const run = await ask(ADA);
  await readEvents(stream(run, scriptedModel(call("add", '{"a":1,"b":2}')).model));
  const [, asked] = await listStored(run.threadId);
  const [{ id } = {}] = (asked?.content ?? []) as { id?: string }[];
  const content = [{ type: "tool_result", toolUseId: id, content: [{ type: "text", text: "3" }] }];
  const results = { ...question(""), message: { role: "user", content } };
  vi.stubEnv("DAILY_TOKEN_LIMIT", "1");
  await flushWrites();
  const go = () => startRun(ADA, run.threadId, runBody.parse(results));
  expect((await refusal(go())).code).toBe("DAILY_TOKEN_LIMIT");
  vi.unstubAllEnvs();
  const events = await readEvents(stream(await go(), scriptedModel(say("3")).model));
  expect(events.at(-1)?.type).toBe("RUN_FINISHED");
});
