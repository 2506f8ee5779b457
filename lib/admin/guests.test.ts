import { eq } from "drizzle-orm";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { getDb } from "#drizzle/client.ts";
import { notes } from "#drizzle/schema/notes.ts";
import { owners } from "#drizzle/schema/settings.ts";
import { suggestions } from "#drizzle/schema/suggestions.ts";
import { componentStates, messages, threads } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { flushWrites } from "#lib/base/background.ts";
import {
  GUEST_LIFETIME,
  GUEST_TRUST,
  limitNewGuests,
  makeGuest,
  readGuest,
} from "#lib/identity/guests.ts";
import { isGuest } from "#lib/identity/owner-id.ts";
import { isRevoked } from "#lib/identity/revocation.ts";
import { issueUserToken, type OpenSession } from "#lib/identity/user-token.ts";
import { addNote } from "#lib/notes/notes.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { createThread } from "#lib/threads/change-thread.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { noteActivity } from "./activity.ts";
import { adoptGuest } from "./guests.ts";
import { findOwner, noteOwner } from "./owners.ts";

provideDataDir();

const projectId = "default";
const ADA = "A".repeat(22);
const EVE = "E".repeat(22);

beforeAll(async () => {
  process.env.GUESTS = "true";
  await defaultProject();
});
afterEach(() => {
  vi.useRealTimers();
});

async function visit() {
  const session = (await readGuest(await makeGuest())) as OpenSession;
  const { ownerId: guest, sid } = await issueUserToken(session, GUEST_TRUST);
  noteOwner({ projectId, id: guest, name: "Guest" });
  await flushWrites();
  return { session, guest, sid };
}

async function write(ownerId: string): Promise<string> {
  const content = [{ type: "text" as const, text: "words of a guest" }];
  const initialMessages = [{ role: "user" as const, content }];
  const { id: threadId } = await createThread({ ownerId, projectId, initialMessages });
  await withOwner(ownerId, async (tx) => {
    await tx
      .insert(componentStates)
      .values({ ownerId, threadId, componentId: "component", state: { done: true } });
    await tx
      .insert(suggestions)
      .values({ ownerId, threadId, messageId: "m", items: [], createdAt: new Date() });
  });
  await addNote({ ownerId, projectId }, "a note of a guest");
  return threadId;
}

/** How many rows of each kind an owner has. */
const countRows = (ownerId: string) =>
  withOwner(ownerId, async (tx) => [
    await tx.$count(threads),
    await tx.$count(messages),
    await tx.$count(componentStates),
    await tx.$count(suggestions),
    await tx.$count(notes),
  ]);

test("a guest's owner is recognised, and their cookie is made by this app alone, for seven days", async () => {
  const cookie = await makeGuest();
  const { guest } = await visit();
  expect([isGuest(guest), isGuest(ADA), guest.length]).toEqual([true, false, 22]);
  expect(await readGuest(undefined)).toBeUndefined();
  expect(await readGuest(`${cookie.slice(0, -2)}AA`)).toBeUndefined();
  expect(await readGuest("eyJhbGciOiJub25lIn0.e30.")).toBeUndefined();
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + GUEST_LIFETIME * 1_000 });
  expect(await readGuest(cookie)).toBeUndefined();
});

test("at sign-in all that a guest has is the user's, once, and the guest's tokens are dead", async () => {
  const { session, guest, sid } = await visit();
  const [threadId] = [await write(guest), await write(guest), await write(ADA)];
  expect(await countRows(guest)).toEqual([2, 2, 2, 2, 2]);

  await Promise.all([adoptGuest(guest, session, ADA), adoptGuest(guest, session, ADA)]);
  expect(await countRows(guest)).toEqual([0, 0, 0, 0, 0]);
  expect(await countRows(ADA)).toEqual([3, 3, 3, 3, 3]);
  expect(await findOwner(projectId, guest)).toBeUndefined();
  const authTime = session.startedAt.getTime() / 1_000;
  expect(await isRevoked({ ownerId: guest, sid, authTime })).toBe(true);
  await expect(issueUserToken(session, GUEST_TRUST)).rejects.toMatchObject({
    status: 401,
    code: "SESSION_REVOKED",
  });

  // Claimed by somebody else afterwards, there is nothing left.
  await adoptGuest(guest, session, EVE);
  expect(await countRows(EVE)).toEqual([0, 0, 0, 0, 0]);
  const [adopted] = await withOwner(ADA, (tx) => tx.select({ id: threads.id }).from(threads));
  expect([adopted?.id, threadId].every(Boolean)).toBe(true);
});

test("what is left over after a crash is moved with the next page", async () => {
  const { session, guest } = await visit();
  await adoptGuest(guest, session, EVE);
  // As by another instance that had not heard yet that the guest is gone.
  await write(guest);
  await adoptGuest(guest, session, EVE);
  expect(await countRows(guest)).toEqual([0, 0, 0, 0, 0]);
  expect(await countRows(EVE)).toEqual([1, 1, 1, 1, 1]);
});

test("nobody but a guest loses threads to another, whatever is asked of the database", async () => {
  const BOB = "B".repeat(22);
  await write(BOB);
  const session = { ...(await visit()).session, subject: "bob" };
  await adoptGuest(BOB, session, EVE);
  expect(await countRows(BOB)).toEqual([1, 1, 1, 1, 1]);
});

test("guests of more than a week ago are deleted with all they have, and nobody else", async () => {
  const old = await visit();
  await write(old.guest);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + (GUEST_LIFETIME + 3_601) * 1_000 });
  const young = await visit();
  await write(young.guest);
  const db = await getDb();
  await db.update(owners).set({ createdAt: new Date() }).where(eq(owners.id, young.guest));
  // With the next exchange that is noted, an hour after the last clean-up.
  noteActivity({ projectId, kind: "exchange", outcome: "ok" });
  await flushWrites();
  expect(await countRows(old.guest)).toEqual([0, 0, 0, 0, 0]);
  expect(await findOwner(projectId, old.guest)).toBeUndefined();
  expect(await countRows(young.guest)).toEqual([1, 1, 1, 1, 1]);
  expect((await countRows(ADA))[0]).toBeGreaterThan(0);
});

test("a client can make ten guests in an hour", async () => {
  const request = new Request("http://localhost:3000/guest", { method: "POST" });
  for (let made = 0; made < 10; made += 1) await limitNewGuests(request);
  await expect(limitNewGuests(request)).rejects.toMatchObject({ status: 429, code: "GUEST_LIMIT" });
});
