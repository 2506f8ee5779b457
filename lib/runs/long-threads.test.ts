import { APICallError } from "ai";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { messages } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import type { ContentBlock } from "#lib/threads/content.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { readEvents } from "#test/runs/grammar.ts";
import {
  caller,
  compareWithStored,
  listStored,
  question,
  result,
  start,
  startThread,
  stream,
} from "#test/runs/play.ts";
import { type Step, say, scriptedModel } from "#test/runs/scripted-model.ts";

provideDataDir();
const log = vi.spyOn(console, "error").mockImplementation(() => {});
beforeEach(() => vi.stubEnv("MODEL_CONTEXT_TOKENS", "4000"));
afterEach(() => vi.unstubAllEnvs());

const NOTICE = /^> This conversation has become longer than the model can read/;
const text = (value: string): ContentBlock => ({ type: "text", text: value });
type Turn = [role: "user" | "assistant", ...content: ContentBlock[]];

/** A thread that begins with a short answer and goes on with these messages. */
async function threadOf(turns: Turn[]) {
  const run = await startThread();
  await readEvents(stream(run, scriptedModel(say("Hello.")).model));
  const { ownerId, threadId } = run;
  const at = Date.now() + 1_000;
  await withOwner(ownerId, (tx) =>
    tx.insert(messages).values(
      turns.map(([role, ...content], index) => ({
        ...{ ownerId, threadId, role, content },
        id: `msg_${index}`,
        createdAt: new Date(at + index),
      })),
    ),
  );
  return threadId;
}

async function askIn(threadId: string, body: object, ...scripts: Step[][]) {
  const { model, asked } = scriptedModel(...scripts);
  const run = await start(threadId, body);
  const events = await readEvents(stream(run, model));
  const { rebuilt } = await compareWithStored(run, events);
  return { asked, events, said: rebuilt.map(({ content }) => content[0]?.text) };
}

const LONG = "long ".repeat(200); // 250 tokens
const rounds = Array.from({ length: 20 }, (_, index): Turn[] => [
  ["user", text(`${index}? ${LONG}`)],
  ["assistant", { type: "tool_use", id: `call_${index}`, name: "add", input: {} }],
  ["user", result(`call_${index}`, "3") as ContentBlock],
  ["assistant", text(`${index}. ${LONG}`)],
]).flat();

test("the newest messages that fit are sent, from a question on, and calls have their results", async () => {
  const threadId = await threadOf(rounds);
  const { asked, said } = await askIn(threadId, question("And now?"), say("Now."));
  const [system, ...prompt] = asked[0]?.prompt ?? [];
  expect(system?.content).toContain("The beginning of this conversation is left out");
  const size = JSON.stringify(prompt).length / 4;
  expect(size).toBeGreaterThan(1_500);
  expect(size).toBeLessThan(3_000);
  expect(prompt[0]).toMatchObject({ role: "user", content: [{ text: /^\d+\? long/ }] });
  const roles = prompt.map(({ role }) => role);
  expect(roles.slice(0, -1)).toEqual(
    Array(Math.floor(roles.length / 4))
      .fill(["user", "assistant", "tool", "assistant"])
      .flat(),
  );
  expect(said).toEqual([expect.stringMatching(NOTICE), "Now."]);
});

test("the user is told once, and the model never gets what they were told", async () => {
  const threadId = await threadOf(rounds);
  await askIn(threadId, question("And now?"), say("Now."));
  const again = await askIn(threadId, question("And then?"), say("Then."));
  expect(again.said).toEqual(["Then."]);
  expect(JSON.stringify(again.asked[0]?.prompt)).toContain("Now.");
  expect(JSON.stringify(again.asked[0]?.prompt)).not.toContain("This conversation has become");
  const notices = (await listStored(threadId)).filter(({ id }) => id.startsWith("notice_"));
  expect(notices).toHaveLength(1);
});

test("a short thread is sent whole, and nobody is told anything", async () => {
  const threadId = await threadOf(rounds.slice(0, 4));
  const { asked, said } = await askIn(threadId, question("And now?"), say("Now."));
  expect(asked[0]?.prompt).toHaveLength(8);
  expect(JSON.stringify(asked[0]?.prompt)).not.toContain("left out");
  expect(said).toEqual(["Now."]);
});

test("the question stays when what tools answered to it fills the window", async () => {
  const threadId = await threadOf([
    ...rounds,
    ["user", text("the last question")],
    ["assistant", { type: "tool_use", id: "call_a", name: "add", input: {} }],
    ["user", result("call_a", LONG.repeat(20)) as ContentBlock],
    ["assistant", { type: "tool_use", id: "call_b", name: "add", input: {} }],
  ]);
  await withOwner(caller.ownerId, (tx) =>
    tx.execute(sql`update threads set pending_tool_call_ids = '{call_b}' where id = ${threadId}`),
  );
  const message = { role: "user", content: [result("call_b", "3")] };
  const { asked } = await askIn(threadId, { message }, say("Done."));
  const [, first, ...others] = asked[0]?.prompt ?? [];
  expect(first?.content).toMatchObject([{ text: "the last question" }]);
  expect(others.map(({ role }) => role)).toEqual(["assistant", "tool", "assistant", "tool"]);
});

const tooLong = () =>
  new APICallError({
    message: "Your input exceeds the context window of this model.",
    ...{ url: "https://model.example", requestBodyValues: {}, statusCode: 400 },
  });

test("what a provider finds too long is sent once more, by half", async () => {
  const threadId = await threadOf(rounds.slice(0, 8));
  const { asked, said, events } = await askIn(threadId, question("Go on"), [tooLong()], say("On."));
  const sizes = asked.map(({ prompt }) => JSON.stringify(prompt.slice(1)).length);
  expect(sizes).toHaveLength(2);
  expect(sizes[1]).toBeLessThan((sizes[0] ?? 0) / 2);
  expect(asked[1]?.prompt[0]?.content).toContain("The beginning of this conversation is left out");
  expect(said).toEqual([expect.stringMatching(NOTICE), "On."]);
  expect(events.at(-1)?.type).toBe("RUN_FINISHED");
});

test("a run ends with words where half is too long as well, or an answer has begun", async () => {
  const threadId = await threadOf(rounds);
  const tooLongTwice = await askIn(threadId, question("Go on"), [tooLong()], [tooLong()]);
  expect(tooLongTwice.asked).toHaveLength(2);
  expect(tooLongTwice.said).toEqual([]);
  const begun = await askIn(threadId, question("Go on"), [...say("So "), tooLong()]);
  expect(begun.asked).toHaveLength(1);
  expect(begun.said).toEqual([expect.stringMatching(NOTICE), "So "]);
  for (const { events } of [tooLongTwice, begun]) {
    expect(events.at(-1)).toMatchObject({ type: "RUN_ERROR", code: "LLM_TOO_LONG" });
  }
  expect(log).toHaveBeenCalled();
});

test("a question that is too long by itself is sent once", async () => {
  const { model, asked } = scriptedModel([tooLong()]);
  const events = await readEvents(stream(await startThread(question(LONG)), model));
  expect(asked).toHaveLength(1);
  expect(events.at(-1)).toMatchObject({ type: "RUN_ERROR", code: "LLM_TOO_LONG" });
});

test("of twenty pictures of 2 MB only the newest that fit cross the wire", async () => {
  vi.stubEnv("MODEL_CONTEXT_TOKENS", "");
  const threadId = await threadOf(rounds.slice(0, 4));
  await withOwner(caller.ownerId, (tx) =>
    tx.execute(sql`
      insert into messages (owner_id, thread_id, id, role, created_at, content)
      select ${caller.ownerId}, ${threadId}, 'msg_p' || n, 'user', now() + interval '1 minute' + n * interval '1 s',
        jsonb_build_array(
          jsonb_build_object('type', 'text', 'text', 'Picture ' || n),
          jsonb_build_object('type', 'resource', 'resource', jsonb_build_object('name', n || '.png',
            'mimeType', 'image/png', 'blob', 'iVBORw0KGgoA' || repeat('AAAA', 700000))))
      from generate_series(1, 20) n`),
  );
  const run = await start(threadId, question("Which was the first?"));
  expect(JSON.stringify(run.history).length).toBeLessThan(14_100_000);
  const { model, asked } = scriptedModel(say("The first."));
  await readEvents(stream(run, model));
  const prompt = asked[0]?.prompt ?? [];
  const parts = prompt.flatMap(({ role, content }) => (role === "user" ? content : []));
  const files = parts.filter((part) => part.type === "file");
  expect(files.map(({ filename }) => filename)).toEqual(
    [16, 17, 18, 19, 20].map((n) => `${n}.png`),
  );
  expect(JSON.stringify(parts.filter(({ type }) => type === "text"))).toContain(
    "1.png\\n(a file that is not included, image/png)",
  );
});
