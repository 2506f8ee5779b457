import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { owners } from "#drizzle/schema/settings.ts";
import { findOwner, listOwners, noteOwner } from "#lib/admin/owners.ts";
import { flushWrites } from "#lib/base/background.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { createThread } from "#lib/threads/change-thread.ts";
import { countDirectStatements, countStatements } from "#test/count-statements.ts";
import { provideDataDir } from "#test/data-dir.ts";

provideDataDir();

const projectId = "default";
const id = (letter: string) => letter.repeat(22);
const see = (letter: string, names: { name?: string; email?: string } = {}) =>
  noteOwner({ projectId, id: id(letter), ...names });

test("who was here is stored by two statements, under the newest name that was given", async () => {
  await defaultProject();
  for (let count = 0; count < 20; count += 1) see("A", { name: `Ada ${count}` });
  see("B", { name: "Bob", email: "bob@example.com" });
  expect(await countDirectStatements(flushWrites)).toHaveLength(2);
  see("B");
  await flushWrites();
  see("J", { name: "Joan", email: "joan@example.com" });
  see("J");
  await flushWrites();
  expect(await findOwner(projectId, id("J"))).toMatchObject({
    name: "Joan",
    email: "joan@example.com",
  });
  await (await getDb()).delete(owners).where(eq(owners.id, id("J")));
  expect(await findOwner(projectId, id("A"))).toMatchObject({ name: "Ada 19", email: null });
  expect(await findOwner(projectId, id("B"))).toMatchObject({ name: "Bob" });
  expect(await findOwner(projectId, id("C"))).toBeUndefined();
});

test("they are listed with their threads, last seen first, page by page", async () => {
  await createThread({ ownerId: id("A"), projectId });
  const [first] = await listOwners(projectId, 1);
  expect(first).toMatchObject({ id: id("B"), threads: 0 });
  const rest = await listOwners(projectId, 10, { after: first });
  expect(rest).toMatchObject([{ id: id("A"), threads: 1 }]);
});

test("the threads of a page's users are counted by one statement, each with its owner's rights", async () => {
  for (const letter of ["G", "H", "I"]) see(letter);
  for (const letter of ["G", "G", "H"]) await createThread({ ownerId: id(letter), projectId });
  await flushWrites();
  let listed: Awaited<ReturnType<typeof listOwners>> = [];
  let direct: string[] = [];
  const counting = await countStatements(async () => {
    direct = await countDirectStatements(async () => {
      listed = await listOwners(projectId, 20);
    });
  });
  expect([direct.length, counting.length]).toEqual([1, 1]);
  const counts = new Map(listed.map((owner) => [owner.id, owner.threads]));
  expect(["A", "B", "G", "H", "I"].map((letter) => counts.get(id(letter)))).toEqual([
    1, 0, 2, 1, 0,
  ]);
  expect(await listOwners(projectId, 20, { search: "nobody" })).toEqual([]);
});

test("they are found by a part of name or address, whatever its case", async () => {
  const find = async (search: string) =>
    (await listOwners(projectId, 10, { search })).map((owner) => owner.id);
  expect(await find("aDA")).toEqual([id("A")]);
  expect(await find("bob@EXAMPLE")).toEqual([id("B")]);
  expect(await find("ob")).toEqual([id("B")]);
  for (const search of ["_da", "%", "\\", "nobody"]) expect(await find(search)).toEqual([]);
});

test("a name is stored as one line that can be typed, and none keeps the others from being stored", async () => {
  see("D", { name: " Do\u0000ra \r\n\u0000\t of the\u2028Hill ", email: "dora\u0000@example.com" });
  see("E", { name: "\u{1f600}".repeat(300), email: "\n" });
  see("F", { name: "\u0000" });
  await flushWrites();
  expect(await findOwner(projectId, id("D"))).toMatchObject({
    name: "Dora of the Hill",
    email: "dora@example.com",
  });
  expect(await findOwner(projectId, id("E"))).toMatchObject({
    name: "\u{1f600}".repeat(254),
    email: null,
  });
  expect(await findOwner(projectId, id("F"))).toMatchObject({ name: null });
});
