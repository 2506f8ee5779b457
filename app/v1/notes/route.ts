import { z } from "zod";
import { answerJson } from "#lib/base/http/answer.ts";
import { authenticate, authenticateBody } from "#lib/identity/caller.ts";
import { handleApi, otherMethods } from "#lib/identity/handle-api.ts";
import { addNote, LONGEST_NOTE, listNotes } from "#lib/notes/notes.ts";
import { textOf, userKey } from "#lib/threads/bounds.ts";

/** The caller's own, whatever else a request says: the owner is the bearer's. */
export const GET = handleApi(async (request) => {
  const { ownerId } = await authenticate(request);
  return answerJson({ notes: await listNotes(ownerId) });
});

const MAX_BODY_BYTES = 32 * 1024;
const newNote = z.object({ userKey, text: textOf(LONGEST_NOTE).trim().min(1) });

export const POST = handleApi(async (request) => {
  const { caller, body } = await authenticateBody(request, newNote, MAX_BODY_BYTES);
  return answerJson(await addNote(caller, body.text), { status: 201 });
});

export const { PATCH, PUT, DELETE, OPTIONS } = otherMethods({ GET, POST });
