import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { createThread, updateThread } from "./change-thread.ts";
import { listThreads } from "./find-threads.ts";

provideDataDir();

const newOwner = () => randomBytes(16).toString("base64url");
const text = (value: string) => ({ type: "text" as const, text: value });
const newThread = (ownerId: string, texts: string[]) =>
  createThread({
    ownerId,
    projectId: "default",
    initialMessages: texts.map((value) => ({ role: "user", content: [text(value)] })),
  });

test("a thread is found by the words of its messages, with a quotation, each thread once", async () => {
  const owner = newOwner();
  const long = `${"before ".repeat(30)}Übersicht of "revenue"\nby region ${"after ".repeat(30)}`;
  const { id } = await newThread(owner, ["an older revenue", long]);
  const other = await newThread(owner, ["version 3.5, foo-bar"]);
  await newThread(owner, []);
  const find = async (search: string, of = owner) =>
    (await listThreads(of, { limit: 20, search })).threads.map((thread) => thread.id);
  for (const search of ["REVENUE", "rev regi", "übersicht", "region, of", "by"])
    expect([search, await find(search)]).toEqual([search, [id]]);
  for (const search of ["3.5", "bar", "foo-bar", "VERS", "version: 3"])
    expect([search, await find(search)]).toEqual([search, [other.id]]);
  for (const search of ["venue", "nby", "text", "revenue version", "'", "& | !", "z:*", "\\", "😀"])
    expect([search, await find(search)]).toEqual([search, []]);
  expect(await find("revenue", newOwner())).toEqual([]);
  const { threads } = await listThreads(owner, { limit: 20, search: "rev" });
  expect(threads[0]?.snippet).toMatch(/^. ?Übersicht of "revenue"\nby region after/);
  expect(threads[0]?.snippet).toHaveLength(120);
  await updateThread(owner, id, { name: "About revenue" });
  await newThread(owner, ["revenue again"]);
  const page = await listThreads(owner, { limit: 1, search: "revenue" });
  expect(page).toMatchObject({ hasMore: true, threads: [{ snippet: "revenue again" }] });
  const { nextCursor: cursor } = page;
  const rest = await listThreads(owner, { limit: 1, search: "revenue", cursor });
  expect(rest).toMatchObject({ hasMore: false, threads: [{ id, name: "About revenue" }] });
});

test("a search does not find an app's own instructions, nor what a tool was answered", async () => {
  const owner = newOwner();
  const result = { type: "tool_result", toolUseId: "call_1", content: [text("secret")] };
  await createThread({
    ownerId: owner,
    projectId: "default",
    initialMessages: [
      { role: "system", content: [text("secret")] },
      { role: "user", content: [result] as never },
    ],
  });
  expect((await listThreads(owner, { limit: 20, search: "secret" })).threads).toEqual([]);
});
