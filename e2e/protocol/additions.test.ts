import { type Client, expectRefusal, readJson } from "./support/client.ts";
import { getThread, listMessages, readUntil } from "./support/reading.ts";
import { ask, words } from "./support/script.ts";
import { expect, test } from "./support/test.ts";

// What this API has beside the protocol, for the interface of this app. No other backend needs it.

interface Listed {
  threads: { id: string; archived?: boolean; snippet?: string }[];
}

async function list(client: Client, query = "") {
  const response = await client.call("GET", `/v1/threads${query}`);
  return (await readJson<Listed>(response, 200)).threads;
}

const idsOf = async (client: Client, threadId: string) =>
  (await listMessages(client, threadId)).map(({ id }) => id);

/** A thread with so many questions and answers. */
async function converse(client: Client, ...questions: string[]) {
  let threadId: string | undefined;
  let runId = "";
  for (const question of questions)
    ({ threadId, runId } = await client.run(ask(question), threadId));
  if (!threadId) throw new TypeError("there is no question");
  return { threadId, runId, ids: await idsOf(client, threadId) };
}

const cut = (client: Client, threadId: string, messageId: string | undefined, extent = "") =>
  client.call("DELETE", `/v1/threads/${threadId}/messages/${messageId}${extent}`);

test("85 a thread that is cut has no message from the question on, and goes on from there", async ({
  ada,
  bob,
}) => {
  const { threadId, runId, ids } = await converse(ada, words.plain, words.component, words.plain);
  expect(ids).toHaveLength(6);
  await expectRefusal(await cut(bob, threadId, ids[2], "?extent=rest"), 404);
  await expectRefusal(await cut(ada, threadId, "msg_unknown", "?extent=rest"), 404);
  await expectRefusal(await cut(ada, threadId, ids[2], "?extent=all"), 400);
  expect(await idsOf(ada, threadId)).toEqual(ids);
  expect((await cut(ada, threadId, ids[2], "?extent=rest")).status).toBe(204);
  const thread = await getThread(ada, threadId);
  expect(thread.messages.map(({ id }) => id)).toEqual(ids.slice(0, 2));
  await expectRefusal(await ada.call("GET", `/v1/threads/${threadId}/messages/${ids[2]}`), 404);
  // The client does not know better than to name the run that is gone.
  const { events } = await ada.run(ask(words.plain, { previousRunId: runId }), threadId);
  expect(events.at(-1)?.type).toBe("RUN_FINISHED");
  const after = await idsOf(ada, threadId);
  expect(after).toHaveLength(4);
  expect(after.slice(0, 2)).toEqual(ids.slice(0, 2));
});

test("86 a question is deleted with its answer alone, and not while an answer is written", async ({
  ada,
}) => {
  const { threadId, ids } = await converse(ada, words.plain, words.component, words.plain);
  expect((await cut(ada, threadId, ids[3])).status).toBe(204);
  expect(await idsOf(ada, threadId)).toEqual(ids.toSpliced(2, 2));
  const { rest, runId } = await readUntil(
    await ada.start(ask(words.slow), threadId),
    "TEXT_MESSAGE_CONTENT",
  );
  const refused = await expectRefusal(await cut(ada, threadId, ids[0]), 409);
  expect(refused).toMatchObject({ code: "CONCURRENT_RUN" });
  await ada.call("DELETE", `/v1/threads/${threadId}/runs/${runId}`);
  await rest();
  expect((await idsOf(ada, threadId)).slice(0, 4)).toEqual(ids.toSpliced(2, 2));
});

test("87 an archived thread is in no list but the archive's, is opened as before, and a question brings it back", async ({
  ada,
  bob,
}) => {
  const { threadId, ids } = await converse(ada, words.plain);
  const path = `/v1/threads/${threadId}`;
  const archived = { body: { archived: true } };
  await expectRefusal(await bob.call("PATCH", path, archived), 404);
  await expectRefusal(await ada.call("PATCH", path, { body: { archived: "yes" } }), 400);
  const isListed = async (query = "", client = ada) =>
    (await list(client, query)).some(({ id }) => id === threadId);
  expect(await isListed()).toBe(true);
  await readJson(await ada.call("PATCH", path, archived), 200);
  expect([await isListed(), await isListed("?archived=true")]).toEqual([false, true]);
  expect(await isListed("?archived=true", bob)).toBe(false);
  expect((await getThread(ada, threadId)).messages.map(({ id }) => id)).toEqual(ids);
  await ada.run(ask(words.plain), threadId);
  expect([await isListed(), await isListed("?archived=true")]).toEqual([true, false]);
});

test("88 what a reader thinks of an answer is kept with it until it is taken back", async ({
  ada,
  bob,
}) => {
  const { threadId, ids } = await converse(ada, words.plain);
  const [question, answer] = ids;
  const rate = (client: Client, id: string | undefined, body: object) =>
    client.call("POST", `/v1/threads/${threadId}/messages/${id}/feedback`, { body });
  const feedback = async () => {
    const [, message] = await listMessages(ada, threadId);
    return (message as unknown as { feedback?: object }).feedback;
  };
  await readJson(await rate(ada, answer, { thumb: "down", note: "too short" }), 200);
  await expectRefusal(await rate(bob, answer, { thumb: "up" }), 404);
  await expectRefusal(await rate(ada, question, { thumb: "up" }), 404);
  await expectRefusal(await rate(ada, answer, { thumb: "sideways" }), 400);
  expect(await feedback()).toEqual({ thumb: "down", note: "too short" });
  await readJson(await rate(ada, answer, { thumb: null }), 200);
  expect(await feedback()).toBeUndefined();
});

test("89 a thread is found by the words of its messages, by its user alone", async ({
  ada,
  bob,
}) => {
  const word = `w${Math.random().toString(36).slice(2)}`;
  const { threadId } = await converse(ada, `Remember ${word}`);
  const found = await list(ada, `?search=${word}`);
  expect(found).toEqual([expect.objectContaining({ id: threadId })]);
  expect(found[0]?.snippet).toContain(word);
  expect(await list(bob, `?search=${word}`)).toEqual([]);
});

test("90 the notes that a tool keeps as the user are that user's, whatever else a call says", async ({
  ada,
  bob,
}) => {
  interface Note {
    id: string;
    text: string;
  }
  const notesOf = async (client: Client) =>
    (await readJson<{ notes: Note[] }>(await client.call("GET", "/v1/notes"), 200)).notes;
  const body = { text: `milk ${Math.random()}`, ownerId: "bob", owner_id: "bob" };
  const note = await readJson<Note & Record<string, unknown>>(
    await ada.call("POST", "/v1/notes", { body }),
    201,
  );
  expect(note.text).toBe(body.text);
  expect(await notesOf(ada)).toContainEqual(note);
  expect(await notesOf(bob)).not.toContainEqual(note);
  const path = `/v1/notes/${note.id}`;
  const changed = { body: { text: "oat milk" } };
  await expectRefusal(await bob.call("PATCH", path, changed), 404);
  await expectRefusal(await bob.call("DELETE", path), 404);
  await expectRefusal(await ada.call("PATCH", path, { body: { text: " " } }), 400);
  await readJson(await ada.call("PATCH", path, changed), 200);
  expect((await notesOf(ada)).find(({ id }) => id === note.id)?.text).toBe("oat milk");
  expect((await ada.call("DELETE", path)).status).toBe(204);
  expect((await notesOf(ada)).map(({ id }) => id)).not.toContain(note.id);
});
