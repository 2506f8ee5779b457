import { describe, expect, test } from "vitest";
import { messages } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { countStatements } from "#test/count-statements.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { createThread } from "./change-thread.ts";
import { getMessage, getThread, listMessages } from "./list-messages.ts";

provideDataDir();

type Order = "asc" | "desc";

let owners = 0;
const newOwner = () => `owner${String(++owners).padStart(17, "0")}`;
const message = (value: string, role: "user" | "system" = "user") => ({
  role,
  content: [{ type: "text" as const, text: value }],
});
const numbers = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);

function newThread(ownerId: string, initialMessages: ReturnType<typeof message>[] = []) {
  return createThread({ ownerId, projectId: "default", initialMessages });
}

const textsOf = (list: { content: unknown[] }[]) =>
  list.map(({ content }) => (content[0] as { text: string }).text);

/** The texts of every page, the queries taken in turn. */
async function readPages(
  ownerId: string,
  threadId: string,
  ...queries: { limit?: number; order: Order }[]
): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const query = queries[pages.length % queries.length] ?? { order: "asc" };
    const page = await listMessages(ownerId, threadId, { ...query, cursor });
    expect(page.hasMore).toBe(page.nextCursor !== undefined);
    pages.push(textsOf(page.messages));
    cursor = page.nextCursor;
  } while (cursor);
  return pages;
}

describe("the messages of a thread", () => {
  test("are paged in either order", async () => {
    const owner = newOwner();
    const { id } = await newThread(
      owner,
      numbers(5).map((text) => message(text)),
    );
    expect(await readPages(owner, id, { limit: 2, order: "asc" })).toEqual([
      ["0", "1"],
      ["2", "3"],
      ["4"],
    ]);
    expect(await readPages(owner, id, { limit: 2, order: "desc" })).toEqual([
      ["4", "3"],
      ["2", "1"],
      ["0"],
    ]);
  });

  test("keep the direction of the first page while each page has the order asked for", async () => {
    const owner = newOwner();
    const { id } = await newThread(
      owner,
      numbers(5).map((text) => message(text)),
    );
    const ascending = { limit: 2, order: "asc" as const };
    const descending = { limit: 2, order: "desc" as const };
    expect(await readPages(owner, id, ascending, descending)).toEqual([
      ["0", "1"],
      ["3", "2"],
      ["4"],
    ]);
    expect(await readPages(owner, id, descending, ascending)).toEqual([
      ["4", "3"],
      ["1", "2"],
      ["0"],
    ]);
  });

  test.each([
    ["", [{ order: "asc" as const }]],
    [" and with another order", [{ order: "asc" as const }, { order: "desc" as const }]],
    [" and with a limit", [{ order: "asc" as const }, { limit: 40, order: "asc" as const }]],
  ])("come without a limit newest page first, each message once%s", async (_, queries) => {
    const owner = newOwner();
    const { id } = await newThread(
      owner,
      numbers(1003).map((text) => message(text)),
    );
    const pages = await readPages(owner, id, ...queries);
    expect(pages[0]).toEqual(numbers(1003).slice(3));
    const isReversed = queries[1]?.order === "desc";
    expect(pages[1]).toEqual(isReversed ? ["2", "1", "0"] : ["0", "1", "2"]);
    expect(pages).toHaveLength(2);
  });

  test("do not include system prompts, and their pages are full", async () => {
    const owner = newOwner();
    const { id } = await newThread(owner, [
      message("secret", "system"),
      message("0"),
      message("secret", "system"),
      message("1"),
      message("2"),
      message("secret", "system"),
    ]);
    expect(await readPages(owner, id, { order: "asc" })).toEqual([["0", "1", "2"]]);
    expect(await readPages(owner, id, { limit: 2, order: "asc" })).toEqual([["0", "1"], ["2"]]);
    expect(await readPages(owner, id, { limit: 3, order: "desc" })).toEqual([["2", "1", "0"]]);
    expect(textsOf((await getThread(owner, id)).messages)).toEqual(["0", "1", "2"]);
    const stored = await withOwner(owner, (tx) => tx.select().from(messages));
    expect(stored).toHaveLength(6);
    for (const { id: messageId, role } of stored) {
      const found = getMessage(owner, id, messageId);
      if (role === "user") expect((await found).id).toBe(messageId);
      else await expect(found).rejects.toMatchObject({ status: 404, code: "MESSAGE_NOT_FOUND" });
    }
  });

  test("that are all system prompts are an empty list", async () => {
    const owner = newOwner();
    const { id } = await newThread(owner, [message("secret", "system")]);
    expect(await readPages(owner, id, { order: "asc" })).toEqual([[]]);
  });

  test.each([
    ["without a direction", '["2024-01-01T00:00:00.000Z"]'],
    ["with an unknown direction", '["2024-01-01T00:00:00.000Z","up"]'],
    ["with the year 0", '["0000-01-01T00:00:00.000Z","older"]'],
    ["of the thread list", '["2024-01-01T00:00:00.000Z","thr_a"]'],
  ])("refuse a cursor %s", async (_, content) => {
    const cursor = Buffer.from(content).toString("base64url");
    await expect(listMessages(newOwner(), "thr_a", { order: "asc", cursor })).rejects.toMatchObject(
      { status: 400, code: "INVALID_CURSOR" },
    );
  });

  test("take one statement, with a cursor too", async () => {
    const owner = newOwner();
    const { id } = await newThread(
      owner,
      numbers(3).map((text) => message(text)),
    );
    const { nextCursor: cursor } = await listMessages(owner, id, { limit: 1, order: "asc" });
    const read = () => listMessages(owner, id, { limit: 1, order: "asc", cursor });
    expect(await countStatements(read)).toHaveLength(1);
  });

  test("of an empty thread are an empty list, of an unknown one 404", async () => {
    const owner = newOwner();
    const { id } = await newThread(owner);
    expect(await listMessages(owner, id, { order: "asc" })).toMatchObject({
      messages: [],
      hasMore: false,
    });
    await expect(listMessages(owner, "thr_none", { order: "asc" })).rejects.toMatchObject({
      status: 404,
      code: "THREAD_NOT_FOUND",
    });
  });
});

test("pages of large messages hold fewer of them, and none is lost", async () => {
  const owner = newOwner();
  const large = (name: string) => message(`${name}${"x".repeat(7 * 1024 * 1024)}`);
  const { id } = await newThread(owner, [
    message("a"),
    ...["b", "c", "d", "e"].map(large),
    message("f"),
  ]);
  const firstLetters = (pages: string[][]) => pages.map((page) => page.map((text) => text[0]));
  expect(firstLetters(await readPages(owner, id, { limit: 4, order: "asc" }))).toEqual([
    ["a", "b", "c", "d"],
    ["e", "f"],
  ]);
  expect(firstLetters(await readPages(owner, id, { order: "asc" }))).toEqual([
    ["c", "d", "e", "f"],
    ["a", "b"],
  ]);
  const { messages: newest } = await getThread(owner, id);
  expect(firstLetters([textsOf(newest)])).toEqual([["c", "d", "e", "f"]]);
});
