import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { withOwner } from "#drizzle/with-owner.ts";
import { createThread } from "#lib/threads/change-thread.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { post, signInRunner, text } from "#test/runs/client.ts";
import { GIF_PAGE, PDF, PNG, resourceOf } from "#test/sample-files.ts";
import { type SignedIn, signIn } from "#test/sign-in.ts";
import { callRoute, ownRoutes, type Params, threadRoutes } from "#test/thread-routes.ts";

provideDataDir();
process.env.DEMO_MODEL_DELAY = "0";

interface Message {
  content: { resource: { blob?: string } }[];
}
const MEGABYTE = 1024 * 1024;
let alice: SignedIn;
let threadId: string;

const send = (...content: object[]) =>
  post({ message: { role: "user", content: [...text("What is this?"), ...content] } });
const large = (bytes: number) =>
  resourceOf("large.png", "image/png", Buffer.concat([PNG, Buffer.alloc(bytes - PNG.length)]));

async function call(
  name: string,
  { headers }: SignedIn,
  query = "",
  ids: Partial<Params> = {},
): Promise<Response> {
  const route = [...threadRoutes, ...ownRoutes].find((one) => one.name === name);
  if (!route) throw new Error(`there is no route ${name}`);
  const params = { threadId, messageId: "m", componentId: "c", runId: "r", ...ids };
  return callRoute({ ...route, path: route.path + query }, params, headers);
}

beforeAll(async () => {
  alice = await signInRunner();
  const response = await send(
    resourceOf("dot", "text/html", PNG),
    resourceOf("..\\page.html", "text/html", GIF_PAGE),
    resourceOf(`${"r".repeat(500)}.pdf`, "application/x-msdownload", PDF),
  );
  expect(response.status).toBe(200);
  await response.text();
  threadId = String(response.headers.get("x-thread-id"));
});

test("files are stored as what they are, whatever their names and types were", async () => {
  const { messages } = await (await call("list messages", alice)).json();
  expect(messages[0].content.slice(1)).toEqual([
    resourceOf("dot.png", "image/png", PNG),
    resourceOf("page.html.gif", "image/gif", GIF_PAGE),
    resourceOf(`${"r".repeat(80)}.pdf`, "application/pdf", PDF),
  ]);
});

test("an export has them: as they are in JSON, by their names in Markdown", async () => {
  const json = await (await call("export", alice)).json();
  expect(json.messages[0].content[3].resource.blob).toBe(PDF.toString("base64"));
  const markdown = await call("export", alice, "?format=markdown");
  expect(await markdown.text()).toContain("*Attachment: page.html.gif (image/gif)*");
});

test("nobody else gets them", async () => {
  const bob = await signIn("bob");
  for (const name of ["get thread", "list messages", "get message", "export"]) {
    const response = await call(name, bob);
    expect([name, response.status]).toEqual([name, 404]);
    expect(await response.text()).not.toContain(PNG.toString("base64").slice(0, 20));
  }
});

describe("a file is refused", () => {
  const kind = "must be a PNG, JPEG, WebP or GIF picture or a PDF";
  const files = "message.content: must have";
  test.each([
    ["that is an SVG", [resourceOf("a.png", "image/png", Buffer.from("<svg/>"))], kind],
    ["that is a page", [resourceOf("a.pdf", "application/pdf", Buffer.from("<html>"))], kind],
    ["that is a program", [resourceOf("a.gif", "image/gif", Buffer.from("MZ\x90\0"))], kind],
    ["with five others", Array(6).fill(large(99)), `${files} at most 5 files, not 6`],
    [
      "that is too large",
      [large(3 * MEGABYTE), large(MEGABYTE)],
      `${files} files of at most 3 MB together, not 4.1 MB`,
    ],
  ])("%s, in words, and nothing is stored", async (_, content, words) => {
    const response = await send(...content);
    expect(response.status).toBe(400);
    const { code, message } = (await response.json()) as { code: string; message: string };
    expect(code).toBe("VALIDATION_ERROR");
    expect(message).toContain(words);
    const { threads } = await (await call("list threads", alice)).json();
    expect(threads).toHaveLength(1);
  });

  test("also among the messages that a thread begins with", async () => {
    const route = ownRoutes.find(({ name }) => name === "create thread");
    if (!route) throw new Error("there is no such route");
    const content = [resourceOf("a.png", "image/png", Buffer.from("<svg/>"))];
    const body = { initialMessages: [{ role: "user", content }] };
    const params = { threadId, messageId: "m", componentId: "c", runId: "r" };
    const response = await callRoute({ ...route, body }, params, alice.headers);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(`initialMessages.0.content.0.resource.blob: ${kind}`);
  });
});

test("as much as may be sent is taken", async () => {
  const response = await send(large(3 * MEGABYTE));
  expect(response.status).toBe(200);
  await response.text();
});

test("a thread with twenty large pictures is read with the newest ones, and an old one on request", async () => {
  const { ownerId } = alice;
  const thread = await createThread({ ownerId, projectId: "default" });
  await withOwner(ownerId, (tx) =>
    tx.execute(sql`
      insert into messages (owner_id, thread_id, id, role, created_at, content)
      select ${ownerId}, ${thread.id}, 'msg_' || n, 'user', now() + n * interval '1 s',
        jsonb_build_array(jsonb_build_object('type', 'resource', 'resource', jsonb_build_object(
          'name', n || '.png', 'mimeType', 'image/png', 'blob', repeat('iVBO', 250000))))
      from generate_series(1, 20) n`),
  );
  const read = async (name: string, ids: Partial<Params> = {}) => {
    const text = await (await call(name, alice, "", { threadId: thread.id, ...ids })).text();
    return { bytes: text.length, ...JSON.parse(text) };
  };
  const sizesOf = (messages: Message[]) =>
    messages.map(({ content }) => content[0]?.resource.blob?.length);
  for (const name of ["get thread", "list messages"]) {
    const { bytes, messages, hasMore } = await read(name);
    expect(sizesOf(messages)).toEqual([...Array(15).fill(undefined), ...Array(5).fill(1_000_000)]);
    expect(messages[0].content[0].resource).toEqual({ name: "1.png", mimeType: "image/png" });
    expect(hasMore).not.toBe(true);
    expect(bytes).toBeLessThan(5_010_000);
  }
  expect(sizesOf([await read("get message", { messageId: "msg_1" })])).toEqual([1_000_000]);
  expect(sizesOf((await read("export")).messages)).toEqual(Array(20).fill(1_000_000));
});
