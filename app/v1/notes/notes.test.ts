import { getTableName, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { ownedTables } from "#drizzle/schema/owned.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { deleteOwner } from "#lib/admin/owners.ts";
import { flushWrites } from "#lib/base/background.ts";
import { addNote, listNotes, MOST_NOTES } from "#lib/notes/notes.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { type SignedIn, signIn } from "#test/sign-in.ts";
import { withoutOwnerCondition } from "#test/without-owner-condition.ts";
import * as note from "./[noteId]/route.ts";
import * as notes from "./route.ts";

provideDataDir();

const SECRET = "the garden key is under the third pot";
let alice: SignedIn;
let bob: SignedIn;
let noteId: string;

const request = (user: SignedIn, path: string, method = "GET", body?: object) =>
  new Request(`http://localhost:3000/v1/notes${path}`, {
    method,
    headers: user.headers,
    body: body && JSON.stringify(body),
  });
const list = async (user: SignedIn, query = "") =>
  (await notes.GET(request(user, query), undefined)).json();
const add = (user: SignedIn, body: object) =>
  notes.POST(request(user, "", "POST", body), undefined);
const inPath = (id: string) => ({ params: Promise.resolve({ noteId: id }) });
const change = (user: SignedIn, id: string, text: string) =>
  note.PATCH(request(user, `/${id}`, "PATCH", { text }), inPath(id));
const remove = (user: SignedIn, id: string) =>
  note.DELETE(request(user, `/${id}`, "DELETE"), inPath(id));

beforeAll(async () => {
  alice = await signIn("alice");
  bob = await signIn("bob");
  const response = await add(alice, { text: SECRET });
  expect(response.status).toBe(201);
  ({ id: noteId } = await response.json());
});

test("a note is listed, changed and deleted by its owner", async () => {
  const made = await (await add(alice, { text: " Milk " })).json();
  expect(made).toMatchObject({ text: "Milk", createdAt: made.updatedAt });
  const changed = await (await change(alice, made.id, "Oat milk")).json();
  expect(changed).toMatchObject({ id: made.id, text: "Oat milk", createdAt: made.createdAt });
  const texts = (await list(alice)).notes.map(({ text }: { text: string }) => text);
  expect(texts).toEqual([SECRET, "Oat milk"]);
  expect((await remove(alice, made.id)).status).toBe(204);
  expect((await remove(alice, made.id)).status).toBe(404);
});

test.each([
  ["of no text", { text: " " }],
  ["of more than 1000 characters", { text: "x".repeat(1_001) }],
  ["with U+0000", { text: "a\0b" }],
  ["that is none", {}],
])("a note %s is refused and not stored", async (_, body) => {
  const response = await add(bob, body);
  expect(response.status).toBe(400);
  expect((await response.json()).message).toContain("text");
  expect(await list(bob)).toEqual({ notes: [] });
});

test("there are at most a hundred, however many are sent at once", async () => {
  const { ownerId } = await signIn("carol");
  const caller = { ownerId, projectId: "default" };
  const many = Array.from({ length: MOST_NOTES + 5 }, () => addNote(caller, "one"));
  const refused = (await Promise.allSettled(many)).filter(({ status }) => status === "rejected");
  expect(refused).toHaveLength(5);
  expect(refused[0]).toMatchObject({ reason: { status: 409, code: "TOO_MANY_NOTES" } });
  expect(await listNotes(ownerId)).toHaveLength(MOST_NOTES);
});

test("whatever bob's request says, it is about bob's notes", async () => {
  const { ownerId } = alice;
  for (const query of [`?ownerId=${ownerId}`, `?owner_id=${ownerId}`, `?id=${noteId}`]) {
    expect(await list(bob, query)).toEqual({ notes: [] });
  }
  const named = await notes.GET(request(bob, "?userKey=alice"), undefined);
  expect(named.status).toBe(401);
  const response = await add(bob, { text: "mine", ownerId, owner_id: ownerId, id: noteId });
  const { id, ...rest } = await response.json();
  expect(id).not.toBe(noteId);
  expect(Object.keys(rest)).toEqual(["text", "createdAt", "updatedAt"]);
  await remove(bob, id);
  expect((await list(alice)).notes).toMatchObject([{ id: noteId, text: SECRET }]);
});

test("alice's note is 404 to bob, by row-level security alone too", async () => {
  const attack = async () => {
    expect((await change(bob, noteId, "taken")).status).toBe(404);
    expect((await remove(bob, noteId)).status).toBe(404);
    expect(await list(bob)).toEqual({ notes: [] });
  };
  await attack();
  expect(await withoutOwnerCondition(attack)).toBe(3);
  expect((await list(alice)).notes).toMatchObject([{ id: noteId, text: SECRET }]);
});

test("a deleted user leaves none", async () => {
  expect((await add(bob, { text: "mine" })).status).toBe(201);
  const { ownerId } = bob;
  await deleteOwner({ projectId: "default", ownerId });
  await flushWrites();
  const { rows } = await withOwner(ownerId, (tx) =>
    tx.execute(sql`select (select count(*) from notes)::int as notes`),
  );
  expect(rows).toEqual([{ notes: 0 }]);
  // A tab that was open would bring the deleted user back.
  expect((await add(bob, { text: "late" })).status).toBe(401);
});

test("every table of what is a user's own is deleted with the user", async () => {
  const db = await getDb();
  const { rows } = await db.execute<{ name: string }>(sql`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
    where relkind = 'r' and relforcerowsecurity and attname = 'owner_id' and not exists (
      select from pg_constraint f where f.conrelid = c.oid and f.contype = 'f' and f.confdeltype = 'c')`);
  const owned = ownedTables.map((table) => getTableName(table));
  expect(rows.map(({ name }) => name).sort()).toEqual(owned.sort());
});
