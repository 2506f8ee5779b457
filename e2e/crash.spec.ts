import { createParser } from "eventsource-parser";
import { API_KEY, callApi, readAccessToken } from "./support/api.ts";
import { expect, test } from "./support/server.ts";
import { newAccount, signIn, signUp } from "./support/users.ts";

interface Message {
  role: string;
  content: { type: string; text?: string }[];
}

const question = (text: string) => ({
  message: { role: "user", content: [{ type: "text", text }] },
});

/** Starts a slow answer and returns once so many events of it have arrived. */
async function readEvents(url: string, bearer: string, path: string, text: string, count: number) {
  const abort = new AbortController();
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${bearer}`,
      "x-api-key": API_KEY,
      "content-type": "application/json",
    },
    body: JSON.stringify(question(text)),
    signal: abort.signal,
  });
  expect(response.status).toBe(200);
  const events: { type: string; threadId?: string; delta?: string }[] = [];
  const parser = createParser({ onEvent: ({ data }) => void events.push(JSON.parse(data)) });
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    if (events.length >= count) break;
  }
  abort.abort();
  return events;
}

async function listMessages(url: string, bearer: string, threadId: string): Promise<Message[]> {
  const response = await callApi(url, bearer, "GET", `/v1/threads/${threadId}/messages`);
  expect(response.status).toBe(200);
  return ((await response.json()) as { messages: Message[] }).messages;
}

const texts = (messages: Message[]) =>
  messages.map(({ content }) => content.map((block) => block.text ?? "").join(""));

test("kill -9 in the middle of an answer loses no acknowledged message and frees the thread", async ({
  startServer,
}) => {
  const server = await startServer();
  const account = newAccount();
  const before = await readAccessToken(server.url, await signUp(server.url, account));
  const [started, ...rest] = await readEvents(server.url, before, "/v1/threads/runs", "slow", 12);
  const threadId = started?.threadId ?? "";
  const arrived = rest.map((event) => event.delta ?? "").join("");
  expect(arrived).toMatch(/\w+ \w+/);
  const answer = async (bearer: string) =>
    texts(await listMessages(server.url, bearer, threadId))[1] ?? "";
  await expect.poll(() => answer(before), { timeout: 10_000 }).toContain(arrived);
  await server.kill9();

  await server.restart();
  const bearer = await readAccessToken(server.url, await signIn(server.url, account));
  const kept = texts(await listMessages(server.url, bearer, threadId));
  expect(kept[0]).toBe("slow");
  expect(kept[1]).toContain(arrived);
  const next = await readEvents(server.url, bearer, `/v1/threads/${threadId}/runs`, "hello", 3);
  expect(next[0]?.type).toBe("RUN_STARTED");
  await expect
    .poll(async () => texts(await listMessages(server.url, bearer, threadId)).includes("hello"))
    .toBe(true);
});

test("a run goes on when its reader leaves, and SIGTERM ends it with what it had", async ({
  startServer,
}) => {
  const server = await startServer();
  const account = newAccount();
  const before = await readAccessToken(server.url, await signUp(server.url, account));
  const [started] = await readEvents(server.url, before, "/v1/threads/runs", "slow", 4);
  const threadId = started?.threadId ?? "";
  const grown = async () => texts(await listMessages(server.url, before, threadId))[1]?.length ?? 0;
  await expect.poll(grown, { timeout: 10_000 }).toBeGreaterThan(20);
  expect(await server.stop()).toBe(0);

  await server.restart();
  const bearer = await readAccessToken(server.url, await signIn(server.url, account));
  const [, answer] = texts(await listMessages(server.url, bearer, threadId));
  expect(answer?.length).toBeGreaterThan(20);
  const thread = await callApi(server.url, bearer, "GET", `/v1/threads/${threadId}`);
  expect(await thread.json()).toMatchObject({ runStatus: "idle" });
});
