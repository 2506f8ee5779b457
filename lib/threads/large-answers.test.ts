import { expect, test } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { createThread } from "./change-thread.ts";
import { exportThread } from "./export/export-thread.ts";
import { getThread, listMessages } from "./list-messages.ts";
import { answerMessages, type Message } from "./message.ts";

provideDataDir();

const OWNER = "owner00000000000000001";
const ONE_MILLION = 1_000_000;

type InitialMessages = NonNullable<Parameters<typeof createThread>[0]["initialMessages"]>;

const text = (value: string) => ({ type: "text" as const, text: value });
const messageOf = (...content: InitialMessages[number]["content"]) => ({
  role: "user" as const,
  content,
});

async function newThread(initialMessages: InitialMessages): Promise<string> {
  return (await createThread({ ownerId: OWNER, projectId: "default", initialMessages })).id;
}

test.each([
  ["control characters", messageOf(text("\u0001".repeat(400_000)))],
  ["quotation marks", messageOf(text('"'.repeat(1_200_000)))],
  ["numbers", { ...messageOf(), metadata: { a: Array(2_000).fill(1e300) } }],
])("a page has as many messages of %s as may be sent", async (_, large) => {
  const id = await newThread(Array(12).fill(large));
  const page = await listMessages(OWNER, id, { limit: 100, order: "asc" });
  expect([page.messages.length, page.hasMore]).toEqual([7, true]);
  expect((await getThread(OWNER, id)).messages).toHaveLength(7);
});

test("others have their turn after each million characters of an answer", async () => {
  const message: Message = { ...messageOf(text("x".repeat(250_000))), id: "msg_a", createdAt: "" };
  const page = { hasMore: false, messages: Array(40).fill(message) };
  let turns = 0;
  let next = setImmediate(function take() {
    turns += 1;
    next = setImmediate(take);
  });
  const answer = await answerMessages(page);
  clearImmediate(next);
  expect(turns).toBeGreaterThanOrEqual(9);
  expect(await answer.json()).toEqual(page);
});

/** The pieces of a file, after each of which others have their turn. */
async function exportOf(threadId: string, format: "json" | "markdown"): Promise<Buffer[]> {
  const { body } = await exportThread(OWNER, threadId, format);
  const pieces: Buffer[] = [];
  for await (const piece of body as ReadableStream<Uint8Array>) pieces.push(Buffer.from(piece));
  return pieces;
}

test("a message is exported as Markdown block by block, and small ones together", async () => {
  const resource = { type: "resource" as const, resource: { text: "`a".repeat(500_000) } };
  const large = await newThread([messageOf(...Array(9).fill(resource))]);
  const pieces = await exportOf(large, "markdown");
  for (const { length } of pieces) expect(length).toBeLessThan(2.5 * ONE_MILLION);
  const file = Buffer.concat(pieces).toString();
  expect(file.split(`\n\n\`\`\`\n${"`a".repeat(500_000)}\n\`\`\``)).toHaveLength(10);

  const small = await newThread(Array(900).fill(messageOf(...Array(40).fill(text("a")))));
  const many = await exportOf(small, "markdown");
  expect(many.length).toBeGreaterThan(3);
  expect(many.length).toBeLessThan(10);
  expect(Buffer.concat(many).toString().split("\n\na")).toHaveLength(36_001);
});

test("what is deeply nested is exported in lines only if it is small", async () => {
  const nest = (leaves: number) => {
    let value: unknown = Array(leaves).fill(1);
    for (let depth = 0; depth < 90; depth++) value = [value];
    return { a: value };
  };
  const lengthOf = async (leaves: number, format: "json" | "markdown") => {
    const component = { type: "component", id: "c", name: "Chart", props: nest(leaves) };
    const id = await newThread([{ role: "assistant", content: [component] as never }]);
    return Buffer.concat(await exportOf(id, format)).length;
  };
  for (const format of ["json", "markdown"] as const) {
    expect(await lengthOf(100, format)).toBeGreaterThan(100 * 180);
    expect(await lengthOf(60_000, format)).toBeLessThan(200_000);
  }
});
