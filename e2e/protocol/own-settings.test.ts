import { createRemoteJWKSet } from "jose";
import { afterAll, beforeAll } from "vitest";
import { startNotesServer } from "#test/mcp-server.ts";
import { startS3 } from "#test/s3-server.ts";
import { PNG, resourceOf } from "#test/sample-files.ts";
import { signIn } from "./support/backend.ts";
import { createClient, exchangeForm, expectRefusal, readJson } from "./support/client.ts";
import { START_LIMIT, startOwnBackend } from "./support/own-backend.ts";
import { getThread, listMessages, type Thread } from "./support/reading.ts";
import { nameOf } from "./support/run.ts";
import { ask, words } from "./support/script.ts";
import { expect, test } from "./support/test.ts";

// What takes a backend whose settings are known and, last, one whose clock can be moved: tokens live for minutes.

const AUDIENCE = "https://notes.example.com";
let own: Awaited<ReturnType<typeof startOwnBackend>>;
let store: Awaited<ReturnType<typeof startS3>>;
let notes: Awaited<ReturnType<typeof startNotesServer>>;

beforeAll(async () => {
  // The backend's address is known once it runs.
  const issuer = () => own.backend.url;
  notes = await startNotesServer({
    keys: (header, token) =>
      createRemoteJWKSet(new URL(`${issuer()}/.well-known/jwks.json`))(header, token),
    get issuer() {
      return issuer();
    },
    audience: AUDIENCE,
  });
  store = await startS3();
  const servers = [{ name: "notes", url: notes.url, audience: AUDIENCE }];
  own = await startOwnBackend({
    RUN_LIMIT: "2",
    MCP_SERVERS: JSON.stringify(servers),
    ...store.settings,
  });
}, START_LIMIT);
afterAll(() => Promise.all([own.close(), notes.close(), store.close()]));

/** A client of this user alone. */
function actAs(userKey: string) {
  const client = createClient(own.backend.url, { "x-api-key": own.backend.secretKey });
  return {
    call: (method: "GET" | "POST", path: string, body?: object) =>
      client.call(method, `${path}?userKey=${userKey}`, { body }),
    start: (body: object) => client.start({ ...body, userKey }),
    run: (body: object) => client.run({ ...body, userKey }),
    readThread: async (threadId: string) =>
      readJson<Thread>(await client.call("GET", `/v1/threads/${threadId}?userKey=${userKey}`), 200),
  };
}

test("81 a run that is one too many is a 429 with Retry-After and words, and leaves no trace", async () => {
  const ada = await signIn(own.backend, 0);
  const { threadId } = await ada.run(ask(words.plain));
  await ada.run(ask(words.plain), threadId);
  const before = await listMessages(ada, threadId);
  for (const at of [threadId, undefined]) {
    const origin = "https://app.example";
    const refused = await ada.with({ origin }).start(ask(words.plain), at);
    const seconds = Number(refused.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(3_600);
    // Only so can the SDK in a page of another origin read it.
    expect(refused.headers.get("access-control-expose-headers")).toContain("retry-after");
    expect(await expectRefusal(refused, 429)).toMatchObject({ code: "RUN_LIMIT" });
  }
  expect(await listMessages(ada, threadId)).toEqual(before);
  expect(await getThread(ada, threadId)).toMatchObject({ runStatus: "idle" });
  const { threads } = (await (await ada.call("GET", "/v1/threads")).json()) as {
    threads: object[];
  };
  expect(threads).toHaveLength(1);
  // Another user is not concerned.
  await (await signIn(own.backend, 1)).run(ask(words.plain));
});

test("84 a file is put into the store, named by its user alone, and then in the message", async () => {
  const [erin, frank] = [actAs("erin"), actAs("frank")];
  const announce = (contentType: string, size: number) =>
    erin.call("POST", "/storage/presign", { contentType, size });
  await expectRefusal(await announce("image/svg+xml", 100), 400);
  await expectRefusal(await announce("image/png", 100_000_000), 400);
  const { uploadUrl, attachmentUri } = await readJson<Record<string, string>>(
    await announce("image/png", PNG.length),
    201,
  );
  const put = (file: Buffer) =>
    fetch(`${uploadUrl}`, {
      method: "PUT",
      headers: { "content-type": "image/png" },
      body: new Uint8Array(file),
    });
  expect((await put(Buffer.concat([PNG, PNG]))).status).toBe(403);
  expect((await put(PNG)).status).toBe(200);
  const named = { type: "resource", resource: { uri: attachmentUri, name: "dot.png" } };
  const content = [{ type: "text", text: words.plain }, named];
  const body = ask("", { message: { role: "user", content } });
  await expectRefusal(await frank.start(body), 400);
  const { threadId } = await erin.run(body);
  const [question] = (await erin.readThread(threadId)).messages;
  expect(question?.content[1]).toEqual(resourceOf("dot.png", "image/png", PNG));
  await expect.poll(() => store.objects.size).toBe(0);
});

test("91 a tool of an MCP server is carried out within the run, as its user, and the client is asked for nothing", async () => {
  const listNotes = async (userKey: string) => {
    const run = await actAs(userKey).run(ask("Please notes_list"));
    const called = run.events.find(({ type }) => type === "TOOL_CALL_START");
    const result = run.events.find(({ type }) => type === "TOOL_CALL_RESULT");
    expect(called).toMatchObject({
      toolCallName: "notes_list",
      parentMessageId: expect.any(String),
    });
    expect(result?.toolCallId).toBe(called?.toolCallId);
    return { ...run, id: called?.toolCallId, content: result?.content };
  };
  await actAs("carol").run(ask("Please notes_add"));
  const [own = []] = notes.notes.values();
  expect(own).toHaveLength(1);
  const { id, content, events, messages, threadId, runId } = await listNotes("carol");
  expect(content).toBe(`notes: ${own[0]}`);
  expect((await listNotes("dave")).content).toBe("notes: none");

  expect(events.map(nameOf)).not.toContain("tambo.run.awaiting_input");
  expect(events.at(-1)).toMatchObject({ type: "RUN_FINISHED", threadId, runId });
  const thread = await actAs("carol").readThread(threadId);
  expect(thread).toMatchObject({ runStatus: "idle" });
  expect(thread.pendingToolCallIds ?? []).toEqual([]);
  const blocksOf = (all: typeof messages) => all.flatMap((message) => message.content);
  const stored = blocksOf(thread.messages);
  expect(stored.find(({ type }) => type === "tool_use")?.id).toBe(id);
  expect(stored.find(({ type }) => type === "tool_result")?.toolUseId).toBe(id);
  expect(blocksOf(messages).map(({ type }) => type)).toEqual(
    stored.slice(1).map(({ type }) => type),
  );
});

test("21 25 a bearer outlives expires_in clearly, and is a 401 once it has expired", async () => {
  const { url, apiKey, subjectTokens } = own.backend;
  const anonymous = createClient(url, { "x-api-key": apiKey });
  const body = exchangeForm(subjectTokens[0]);
  const { access_token, expires_in } = await readJson<{ access_token: string; expires_in: number }>(
    await anonymous.call("POST", "/oauth/token", { body }),
    200,
  );
  const user = anonymous.with({ authorization: `Bearer ${access_token}` });
  const list = () => user.call("GET", "/v1/threads");
  await readJson(await list(), 200);
  await own.setClock(expires_in * 1_500);
  await readJson(await list(), 200);
  await own.setClock(expires_in * 3_500);
  await expectRefusal(await list(), 401);
  const again = await user.call("POST", "/oauth/token", { body });
  expect(again.status, "18 the expired bearer does not matter there").toBe(200);
});
