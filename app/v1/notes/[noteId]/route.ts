import { z } from "zod";
import { answerJson } from "#lib/base/http/answer.ts";
import { authenticate, authenticateBody } from "#lib/identity/caller.ts";
import { handleApi, otherMethods } from "#lib/identity/handle-api.ts";
import { changeNote, deleteNote, LONGEST_NOTE } from "#lib/notes/notes.ts";
import { textOf, userKey } from "#lib/threads/bounds.ts";

interface Context {
  params: Promise<{ noteId: string }>;
}

const MAX_BODY_BYTES = 32 * 1024;
const changes = z.object({ userKey, text: textOf(LONGEST_NOTE).trim().min(1) });

export const PATCH = handleApi<Context>(async (request, { params }) => {
  const { caller, body } = await authenticateBody(request, changes, MAX_BODY_BYTES);
  return answerJson(await changeNote(caller.ownerId, (await params).noteId, body.text));
});

export const DELETE = handleApi<Context>(async (request, { params }) => {
  const { ownerId } = await authenticate(request);
  await deleteNote(ownerId, (await params).noteId);
  return new Response(null, { status: 204 });
});

export const { GET, HEAD, POST, PUT, OPTIONS } = otherMethods({ PATCH, DELETE });
