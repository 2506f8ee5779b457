import { type Client, expectRefusal, readJson } from "./support/client.ts";
import { getThread, listMessages, readUntil } from "./support/reading.ts";
import { ask, words } from "./support/script.ts";
import { expect, test } from "./support/test.ts";

interface Suggestions {
  suggestions: { id: string; messageId: string; title: string; detailedSuggestion: string }[];
  hasMore: boolean;
}

const nothingYet = { suggestions: [], hasMore: false };

const suggestionsOf = (threadId: string, messageId: unknown) =>
  `/v1/threads/${threadId}/messages/${messageId}/suggestions`;

/** `generate-name` as the SDK calls it: no body, no content type. */
const generateName = (client: Client, threadId: string) =>
  client.call("POST", `/threads/${threadId}/generate-name`);

test("76 suggestions: none at first, made by POST, then listed", async ({ ada }) => {
  const { threadId, messages } = await ada.run(ask(words.component));
  const path = suggestionsOf(threadId, messages.at(-1)?.id);
  expect(await readJson(await ada.call("GET", path), 200)).toMatchObject(nothingYet);
  for (const maxSuggestions of [2, 3]) {
    const made = await readJson<Suggestions>(
      await ada.call("POST", path, { body: { maxSuggestions, availableComponents: [] } }),
      201,
    );
    expect(made.suggestions.length).toBeGreaterThan(0);
    expect(made.suggestions.length).toBeLessThanOrEqual(maxSuggestions);
    for (const suggestion of made.suggestions) {
      expect(suggestion).toMatchObject({
        id: expect.stringMatching(/./),
        messageId: messages.at(-1)?.id,
        title: expect.stringMatching(/\w/),
        detailedSuggestion: expect.stringMatching(/\w/),
      });
    }
    const listed = await readJson<Suggestions>(await ada.call("GET", path), 200);
    expect(listed.suggestions).toEqual(made.suggestions);
  }
  await expectRefusal(await ada.call("POST", path, { body: { maxSuggestions: 11 } }), 400);
  await expectRefusal(await ada.call("GET", suggestionsOf(threadId, "msg_unknown")), 404);
});

test("77 the suggestions of an answer can be asked for when its stream ends", async ({ ada }) => {
  for (const text of [words.plain, words.component]) {
    const response = await ada.start(ask(text));
    const { threadId, events } = await readUntil(response, "RUN_FINISHED");
    const started = events.findLast(({ type }) => type === "TEXT_MESSAGE_START");
    const path = suggestionsOf(threadId, started?.messageId);
    expect(await readJson(await ada.call("GET", path), 200)).toMatchObject(nothingYet);
  }
});

test("78 generate-name gives a name once, and only to the thread's owner", async ({ ada, bob }) => {
  const { threadId } = await ada.run(ask(words.component));
  await expectRefusal(await generateName(bob, threadId), 404);
  const named = await generateName(ada, threadId);
  expect([200, 201]).toContain(named.status);
  const { name } = (await named.json()) as { name: string };
  expect(name).toMatch(/\w/);
  expect((await getThread(ada, threadId)).name).toBe(name);

  const own = { body: { name: "My own words" } };
  await readJson(await ada.call("PATCH", `/v1/threads/${threadId}`, own), 200);
  const again = (await (await generateName(ada, threadId)).json()) as { name: string };
  expect(again.name).toBe("My own words");
  expect((await getThread(ada, threadId)).name).toBe("My own words");
  expect(await listMessages(ada, threadId)).toHaveLength(2);
});

test("79 transcription answers a plain string, be it that there is none", async ({ ada }) => {
  const body = new FormData();
  body.set("file", new Blob(["RIFF"], { type: "audio/webm" }), "recording.webm");
  const response = await ada.call("POST", "/audio/transcribe", { body });
  expect([200, 201, 501]).toContain(response.status);
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json");
  const answer = isJson ? JSON.parse(text) : text;
  expect(typeof (response.status === 501 ? answer.message : answer)).toBe("string");
});

test("80 the MCP access token is {} where no MCP server is configured", async ({ ada }) => {
  const body = { contextKey: "any" };
  const response = await ada.call("POST", "/auth/mcp/access-token", { body });
  expect([200, 201]).toContain(response.status);
  expect(await response.json()).toEqual({});
});
