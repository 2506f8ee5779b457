import { describe, expect, test } from "vitest";
import { countStatements } from "#test/count-statements.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { createThread, deleteThread, nameThread, updateThread } from "./change-thread.ts";
import { listThreads, threadExists } from "./find-threads.ts";
import { getThread, listMessages } from "./list-messages.ts";

provideDataDir();

let owners = 0;
const newOwner = () => `owner${String(++owners).padStart(17, "0")}`;
const text = (value: string) => ({ type: "text" as const, text: value });
const user = (value: string) => ({ role: "user" as const, content: [text(value)] });

function newThread(ownerId: string, questions: string[] = []) {
  return createThread({ ownerId, projectId: "default", initialMessages: questions.map(user) });
}

describe("the thread list", () => {
  test("is paged without loss, last activity first, and ends without a cursor", async () => {
    const owner = newOwner();
    const made: string[] = [];
    for (let count = 0; count < 7; count += 1) made.unshift((await newThread(owner)).id);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listThreads(owner, { limit: 3, cursor });
      seen.push(...page.threads.map((thread) => thread.id));
      expect(page.hasMore).toBe(page.nextCursor !== undefined);
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(seen).size).toBe(7);
    expect([...seen].sort()).toEqual([...made].sort());
  });

  test("refuses a cursor that it did not make", async () => {
    for (const cursor of ["x", "", Buffer.from('["2024","a"]').toString("base64url")]) {
      await expect(listThreads(newOwner(), { limit: 3, cursor })).rejects.toMatchObject({
        status: 400,
        code: "INVALID_CURSOR",
      });
    }
  });

  test("is searched by name, in any case, and by nothing that a pattern would match", async () => {
    const owner = newOwner();
    const names = ["Third quarter", "A 50% raise", "A 500 raise", "back\\slash", "under_score"];
    for (const name of [...names, undefined]) {
      const { id } = await newThread(owner);
      if (name) await updateThread(owner, id, { name });
    }
    const find = async (search: string, of = owner) =>
      (await listThreads(of, { limit: 20, search })).threads.map(({ name }) => name);
    expect(await find("QUART")).toEqual(["Third quarter"]);
    expect(await find("50%")).toEqual(["A 50% raise"]);
    expect(await find("_")).toEqual(["under_score"]);
    expect(await find("\\")).toEqual(["back\\slash"]);
    expect(await find("raise")).toHaveLength(2);
    expect(await find("quart", newOwner())).toEqual([]);
  });

  test("leaves archived threads out, which are searched and listed by themselves", async () => {
    const owner = newOwner();
    const [kept, put] = [await newThread(owner, ["zebra"]), await newThread(owner, ["zebra too"])];
    expect(await updateThread(owner, put.id, { archived: true })).toMatchObject({
      archived: true,
      updatedAt: put.updatedAt,
    });
    const find = async (query: object, of = owner) =>
      (await listThreads(of, { limit: 20, ...query })).threads.map(({ id, archived }) => [
        id,
        archived,
      ]);
    const [shown, hidden] = [
      [kept.id, undefined],
      [put.id, true],
    ];
    expect(await find({})).toEqual([shown]);
    expect(await find({ archived: true })).toEqual([hidden]);
    expect(await find({ search: "zebra" })).toEqual([hidden, shown]);
    expect(await find({ search: "zebra", archived: true })).toEqual([hidden]);
    expect(await find({ archived: true }, newOwner())).toEqual([]);
    expect(await updateThread(owner, put.id, { name: "Zebras" })).toHaveProperty("archived", true);
    await updateThread(owner, put.id, { archived: false });
    expect(await find({})).toEqual([[put.id, undefined], shown]);
    expect(await find({ archived: true })).toEqual([]);
  });

  test("takes one statement", async () => {
    const owner = newOwner();
    await newThread(owner);
    for (const query of [{}, { search: "a" }, { archived: true }]) {
      const list = () => listThreads(owner, { limit: 20, ...query });
      expect(await countStatements(list)).toHaveLength(1);
    }
  });
});

describe("a thread", () => {
  test("keeps its initial messages in order, at strictly increasing times", async () => {
    const owner = newOwner();
    const { id } = await newThread(owner, ["one", "two", "three"]);
    const thread = await getThread(owner, id);
    expect(thread.messages.map((message) => message.content)).toEqual([
      [text("one")],
      [text("two")],
      [text("three")],
    ]);
    const times = thread.messages.map((message) => message.createdAt);
    expect(times).toEqual([...new Set(times)].sort());
    expect(thread).toMatchObject({ id, runStatus: "idle" });
    expect(thread).not.toHaveProperty("name", null);
  });

  test("is renamed without moving in the list, and gone after deletion", async () => {
    const owner = newOwner();
    const { id, updatedAt } = await newThread(owner, ["hello"]);
    const renamed = await updateThread(owner, id, { name: "Hello" });
    expect(renamed).toMatchObject({ name: "Hello", updatedAt });
    await deleteThread(owner, id);
    expect(await threadExists(owner, id)).toBe(false);
    await expect(listMessages(owner, id, { order: "asc" })).rejects.toMatchObject({ status: 404 });
  });

  test("is named once, in two statements: a name that is there is never overwritten", async () => {
    const owner = newOwner();
    const { id } = await newThread(owner, ["what is new?", "and else?"]);
    const statements = await countStatements(async () => {
      const named = await nameThread(owner, id, async (question) => `About ${question}`);
      expect(named.name).toBe("About what is new?");
    });
    expect(statements).toHaveLength(2);
    const again = await countStatements(async () => {
      const named = await nameThread(owner, id, () => Promise.reject(new Error("is not asked")));
      expect(named.name).toBe("About what is new?");
    });
    expect(again).toHaveLength(1);
  });

  test("gets no name before somebody has written something", async () => {
    const owner = newOwner();
    const picture = { type: "resource" as const, resource: { mimeType: "image/png", blob: "" } };
    const content = [picture, text(" \n")];
    const begin = (...more: ReturnType<typeof user>[]) =>
      createThread({
        ownerId: owner,
        projectId: "default",
        initialMessages: [{ role: "user", content }, ...more],
      });
    const wordless = await begin();
    expect(await nameThread(owner, wordless.id, async () => "made")).toEqual(wordless);
    const { id } = await begin(user("what is it?"));
    const named = await nameThread(owner, id, async (question) => `About ${question}`);
    expect(named.name).toBe("About what is it?");
  });

  test("keeps the name that its user gives while another is made", async () => {
    const owner = newOwner();
    const { id } = await newThread(owner, ["hello"]);
    const named = await nameThread(owner, id, async () => {
      await updateThread(owner, id, { name: "Mine" });
      return "made";
    });
    expect(named.name).toBe("Mine");
  });

  test("that is deleted while its name is made is 404", async () => {
    const owner = newOwner();
    const { id } = await newThread(owner, ["hello"]);
    const naming = nameThread(owner, id, async () => {
      await deleteThread(owner, id);
      return "made";
    });
    await expect(naming).rejects.toMatchObject({ status: 404, code: "THREAD_NOT_FOUND" });
  });
});
