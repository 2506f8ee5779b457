import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import * as threadRoute from "#app/v1/threads/[threadId]/route.ts";
import { getDb } from "#drizzle/client.ts";
import { newThreadRunBody } from "#lib/runs/run-request.ts";
import { startThreadRun } from "#lib/runs/start.ts";
import { changeComponentState } from "#lib/threads/component-state.ts";
import { provideDataDir } from "#test/data-dir.ts";
import {
  add,
  ask,
  loadMessages,
  params,
  play,
  post,
  request,
  signInRunner,
  text,
  weather,
} from "#test/runs/client.ts";
import type { SignedIn } from "#test/sign-in.ts";
import { DELETE } from "./route.ts";
import { POST as suggest } from "./suggestions/route.ts";

provideDataDir();
process.env.DEMO_MODEL_DELAY = "0";

let user: SignedIn;

beforeAll(async () => {
  user = await signInRunner();
});

async function remove(threadId: string, messageId: string, query = "") {
  const path = `/${threadId}/messages/${messageId}`;
  const deletion = new Request(`http://localhost/v1/threads${encodeURI(path)}${query}`, {
    method: "DELETE",
    headers: user.headers,
  });
  const response = await DELETE(deletion, params({ threadId, messageId }));
  const body = await response.text();
  return { status: response.status, code: body ? JSON.parse(body).code : undefined };
}
const GONE = { status: 204, code: undefined };

const readThread = async (threadId: string) =>
  (await threadRoute.GET(request("GET", `/${threadId}`), params({ threadId }))).json();

const weatherAsk = ask("Show a WeatherCard", { availableComponents: [weather] });

/** Three questions, each answered by a component that its user changed, and with suggestions. */
async function threeAnswers() {
  const first = await play(weatherAsk);
  const { threadId } = first;
  const answers = [first, await play(weatherAsk, threadId), await play(weatherAsk, threadId)];
  for (const { rebuilt } of answers) {
    const [answer] = rebuilt;
    const component = answer?.content.find(({ type }) => type === "component");
    await changeComponentState(user.ownerId, threadId, String(component?.id), { state: { a: 1 } });
    const messageId = String(answer?.id);
    const path = `/${threadId}/messages/${messageId}/suggestions`;
    await suggest(request("POST", path, "{}"), params({ threadId, messageId }));
  }
  return { threadId, answers, ids: answers.map(({ rebuilt }) => String(rebuilt[0]?.id)) };
}

async function countBeside(threadId: string) {
  const { rows } = await (await getDb()).execute(sql`select
    (select count(*)::int from component_states where thread_id = ${threadId}) as states,
    (select count(*)::int from suggestions where thread_id = ${threadId}) as suggestions`);
  return rows[0];
}

describe("deleting a pair", () => {
  test("takes question and answer with what belongs to them, and nothing of the others", async () => {
    const { threadId, ids } = await threeAnswers();
    const before = await loadMessages(threadId);
    expect(await countBeside(threadId)).toEqual({ states: 3, suggestions: 3 });
    expect(await remove(threadId, ids[1] ?? "")).toEqual(GONE);
    expect(await loadMessages(threadId)).toEqual(before.filter((_, at) => at !== 2 && at !== 3));
    expect(await countBeside(threadId)).toEqual({ states: 2, suggestions: 2 });
    expect(await remove(threadId, ids[1] ?? "")).toEqual({
      status: 404,
      code: "MESSAGE_NOT_FOUND",
    });
  });

  test("takes the results of its tools, and leaves the call that the last answer waits for", async () => {
    const offer = { tools: [add] };
    const first = await play(ask("Use the tool add", offer));
    const { threadId } = first;
    const call = first.rebuilt[0]?.content.find(({ type }) => type === "tool_use");
    const result = { type: "tool_result", toolUseId: call?.id, content: text("3") };
    await play(ask("", { ...offer, message: { role: "user", content: [result] } }), threadId);
    await play(ask("Use the tool add", offer), threadId);
    const before = await loadMessages(threadId);
    expect(before).toHaveLength(6);
    expect(await remove(threadId, before[3]?.id ?? "")).toEqual(GONE);
    expect(await loadMessages(threadId)).toEqual(before.slice(4));
    expect(await readThread(threadId)).toMatchObject({ runStatus: "waiting" });
  });

  test("names the thread after the question that is left", async () => {
    const { threadId } = await play(ask("First"));
    await play(ask("Second"), threadId);
    const [question] = await loadMessages(threadId);
    await remove(threadId, question?.id ?? "");
    const { POST: generateName } = await import("#app/threads/[threadId]/generate-name/route.ts");
    const named = await generateName(request("POST", `/${threadId}`), params({ threadId }));
    expect(await named.json()).toMatchObject({ name: "Second" });
  });
});

describe("cutting a thread", () => {
  test("from a question on leaves what was before it, and the next run goes on from there", async () => {
    const { threadId, answers, ids } = await threeAnswers();
    const before = await loadMessages(threadId);
    expect(await remove(threadId, ids[1] ?? "", "?extent=rest")).toEqual(GONE);
    expect(await loadMessages(threadId)).toEqual(before.slice(0, 2));
    expect(await countBeside(threadId)).toEqual({ states: 1, suggestions: 1 });
    const { runId: previousRunId } = answers[2] ?? {};
    expect(await readThread(threadId)).toMatchObject({
      runStatus: "idle",
      lastCompletedRunId: previousRunId,
    });
    const { response } = await play(ask("Again", { previousRunId }), threadId);
    expect(response.status).toBe(200);
    expect(await loadMessages(threadId)).toHaveLength(4);
  });

  test("at a call that waits makes it wait no longer", async () => {
    const offer = { tools: [add] };
    const { threadId, rebuilt, runId } = await play(ask("Use the tool add", offer));
    const call = rebuilt[0]?.content.find(({ type }) => type === "tool_use");
    expect(await remove(threadId, String(rebuilt[0]?.id), "?extent=rest")).toEqual(GONE);
    const thread = await readThread(threadId);
    expect(thread).toMatchObject({ runStatus: "idle", messages: [] });
    expect(thread).not.toHaveProperty("pendingToolCallIds");
    const result = { type: "tool_result", toolUseId: call?.id, content: text("3") };
    const late = ask("", { message: { role: "user", content: [result] }, previousRunId: runId });
    const refused = await post(late, threadId);
    expect([refused.status, (await refused.json()).code]).toEqual([400, "EXTRA_RESULTS"]);
    expect((await play(ask("Hello"), threadId)).response.status).toBe(200);
  });

  test("forgets how the run ended that it takes, also one whose process is gone", async () => {
    const { threadId } = await play(ask("Hello"));
    const [question] = await loadMessages(threadId);
    await (await getDb()).execute(sql`update threads set current_run_id = 'run_lost',
      lease_expires_at = now() - interval '1 second', last_run_error = '{"code":"A","message":"b"}'
      where id = ${threadId}`);
    expect(await readThread(threadId)).toHaveProperty("lastRunError");
    expect(await remove(threadId, question?.id ?? "", "?extent=rest")).toEqual(GONE);
    const thread = await readThread(threadId);
    expect(thread).not.toHaveProperty("lastRunError");
    expect(thread).toMatchObject({ lastCompletedRunId: "run_lost", messages: [] });
  });

  test("of two at once is done by one", async () => {
    const { threadId, rebuilt } = await play(ask("Hello"));
    const id = String(rebuilt[0]?.id);
    const both = await Promise.all([remove(threadId, id, "?extent=rest"), remove(threadId, id)]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 404]);
  });
});

describe("nothing is deleted", () => {
  test("while a run holds the thread", async () => {
    const body = newThreadRunBody.parse(ask("Hello"));
    const { threadId } = await startThreadRun({ ...user, projectId: "default" }, body);
    const before = await loadMessages(threadId);
    for (const query of ["", "?extent=rest"]) {
      const refused = { status: 409, code: "CONCURRENT_RUN" };
      expect(await remove(threadId, before[0]?.id ?? "", query)).toEqual(refused);
    }
    expect(await loadMessages(threadId)).toEqual(before);
  });

  test("for an extent that does not exist, and of an app's own instructions", async () => {
    const thread = { initialMessages: [{ role: "system", content: text("Be brief.") }] };
    const { threadId } = await play(ask("Hello", { thread }));
    const [question] = await loadMessages(threadId);
    const refused = { status: 400, code: "VALIDATION_ERROR" };
    expect(await remove(threadId, question?.id ?? "", "?extent=all")).toEqual(refused);
    const db = await getDb();
    const system = () =>
      db.execute<{ id: string }>(
        sql`select id from messages where thread_id = ${threadId} and role = 'system'`,
      );
    const [instruction] = (await system()).rows;
    expect(await remove(threadId, instruction?.id ?? "")).toMatchObject({ status: 404 });
    expect(await remove(threadId, question?.id ?? "", "?extent=rest")).toEqual(GONE);
    expect((await system()).rows).toEqual([instruction]);
  });
});
