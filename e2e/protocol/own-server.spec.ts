import { API_KEY, readAccessToken } from "../support/api.ts";
import { expect, test } from "../support/server.ts";
import { newAccount, signIn, signUp } from "../support/users.ts";
import { createClient } from "./support/client.ts";
import { getThread, listMessages, readUntil } from "./support/reading.ts";
import { ask, words } from "./support/script.ts";

// What only a production server of one's own can be asked or made to do: show its pages, and die.

const asUser = async (url: string, cookie: string) => {
  const authorization = `Bearer ${await readAccessToken(url, cookie)}`;
  return createClient(url, { "x-api-key": API_KEY, authorization });
};

test("1 a route that reads cookies sends no CORS headers", async ({ server }) => {
  for (const path of ["/user-token", "/sign-out", "/auth/sign-in/email", "/"]) {
    const response = await fetch(server.url + path, {
      method: "OPTIONS",
      headers: {
        origin: "https://app.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
      },
    });
    expect(response.headers.get("access-control-allow-origin"), path).toBeNull();
  }
});

test("65 kill -9 in the middle of an answer loses nothing acknowledged and frees the thread", async ({
  server,
}) => {
  const account = newAccount();
  const before = await asUser(server.url, await signUp(server.url, account));
  const response = await before.start(ask(words.slow));
  const { threadId, runId, events } = await readUntil(response, "TEXT_MESSAGE_CONTENT");
  const arrived = events.map(({ delta }) => delta ?? "").join("");
  const readAnswer = async (client = before) =>
    String((await listMessages(client, threadId))[1]?.content[0]?.text ?? "");
  await expect.poll(() => readAnswer()).toContain(arrived);
  await server.kill9();

  await server.restart();
  const after = await asUser(server.url, await signIn(server.url, account));
  expect(await getThread(after, threadId)).toMatchObject({
    runStatus: "idle",
    lastCompletedRunId: runId,
  });
  expect(await readAnswer(after)).toContain(arrived);
  const next = await after.run(ask(words.plain, { previousRunId: runId }), threadId);
  expect(next.events.at(-1)?.type).toBe("RUN_FINISHED");
});

test("33 SIGTERM ends a run with one terminal event and what it had, also where its reader left", async ({
  server,
}) => {
  const account = newAccount();
  const before = await asUser(server.url, await signUp(server.url, account));
  const watched = await readUntil(await before.start(ask(words.slow)), "TEXT_MESSAGE_CONTENT");
  const left = await readUntil(await before.start(ask(words.slow)), "TEXT_MESSAGE_CONTENT");
  await left.leave();
  const grown = async () =>
    String((await listMessages(before, left.threadId))[1]?.content[0]?.text ?? "").length;
  await expect.poll(grown).toBeGreaterThan(20);
  const rest = watched.rest();
  expect(await server.stop()).toBe(0);
  expect((await rest).match(/"type":"RUN_(ERROR|FINISHED)"/g)).toEqual(['"type":"RUN_ERROR"']);

  await server.restart();
  const after = await asUser(server.url, await signIn(server.url, account));
  for (const { threadId, runId } of [watched, left]) {
    const thread = await getThread(after, threadId);
    expect(thread).toMatchObject({ runStatus: "idle", lastCompletedRunId: runId });
    expect(String(thread.messages[1]?.content[0]?.text)).toMatch(/\w/);
  }
});
