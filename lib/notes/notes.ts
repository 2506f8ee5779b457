import { randomUUID } from "node:crypto";
import { and, asc, eq, getTableColumns, sql } from "drizzle-orm";
import { notes } from "#drizzle/schema/notes.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { HttpError, notFound } from "#lib/base/http/http-error.ts";
import { type Caller, sessionEnded } from "#lib/identity/caller.ts";
import { isRevokedNow } from "#lib/identity/revocation.ts";

/** Of one user. All of them fit into one answer, and into what a model reads. */
export const MOST_NOTES = 100;
export const LONGEST_NOTE = 1_000; // characters

const { ownerId: _, ...columns } = getTableColumns(notes);

const isNote = (ownerId: string, id: string) => and(eq(notes.ownerId, ownerId), eq(notes.id, id));

/** A user's notes, the oldest first. */
export function listNotes(ownerId: string) {
  return withOwner(ownerId, (tx) =>
    tx.select(columns).from(notes).where(eq(notes.ownerId, ownerId)).orderBy(asc(notes.createdAt)),
  );
}

/** Throws 409 TOO_MANY_NOTES, and 401 if the session has ended meanwhile: what is added after a deletion would stay. */
export async function addNote({ ownerId, session }: Caller, text: string) {
  const now = new Date();
  const note = { id: randomUUID(), text, createdAt: now, updatedAt: now };
  await withOwner(ownerId, async (tx) => {
    // One after the other, so that each counts the others.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${ownerId}, 1))`);
    if ((await tx.$count(notes, eq(notes.ownerId, ownerId))) >= MOST_NOTES) {
      const message = `There are ${MOST_NOTES} notes, and no room for more: delete one first`;
      throw new HttpError(409, "TOO_MANY_NOTES", message);
    }
    await tx.insert(notes).values({ ownerId, ...note });
  });
  if (session && (await isRevokedNow(session))) {
    await deleteNote(ownerId, note.id);
    throw sessionEnded();
  }
  return note;
}

/** Throws 404. */
export async function changeNote(ownerId: string, id: string, text: string) {
  const [note] = await withOwner(ownerId, (tx) =>
    tx
      .update(notes)
      .set({ text, updatedAt: new Date() })
      .where(isNote(ownerId, id))
      .returning(columns),
  );
  if (!note) throw notFound("note");
  return note;
}

/** Throws 404. */
export async function deleteNote(ownerId: string, id: string): Promise<void> {
  const deleted = await withOwner(ownerId, (tx) =>
    tx.delete(notes).where(isNote(ownerId, id)).returning({ id: notes.id }),
  );
  if (deleted.length === 0) throw notFound("note");
}
