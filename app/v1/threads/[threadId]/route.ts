import { z } from "zod";
import { answerJson } from "#lib/base/http/answer.ts";
import { authenticate, authenticateBody } from "#lib/identity/caller.ts";
import { handleApi, otherMethods } from "#lib/identity/handle-api.ts";
import { metadata, shortText, userKey } from "#lib/threads/bounds.ts";
import { deleteThread, updateThread } from "#lib/threads/change-thread.ts";
import { getThread } from "#lib/threads/list-messages.ts";
import { answerMessages } from "#lib/threads/message.ts";

interface Context {
  params: Promise<{ threadId: string }>;
}

export const GET = handleApi<Context>(async (request, { params }) => {
  const { ownerId } = await authenticate(request);
  return answerMessages(await getThread(ownerId, (await params).threadId));
});

const MAX_BODY_BYTES = 32 * 1024;
const changes = z.object({
  userKey,
  name: shortText.trim().min(1).optional(),
  metadata,
  // Our own addition to the API.
  archived: z.boolean().optional(),
});

export const PATCH = handleApi<Context>(async (request, { params }) => {
  const { caller, body } = await authenticateBody(request, changes, MAX_BODY_BYTES);
  const { name, metadata, archived } = body;
  const { threadId } = await params;
  const changed = await updateThread(caller.ownerId, threadId, { name, metadata, archived });
  return answerJson(changed);
});

export const DELETE = handleApi<Context>(async (request, { params }) => {
  const { ownerId } = await authenticate(request);
  await deleteThread(ownerId, (await params).threadId);
  return new Response(null, { status: 204 });
});

export const { POST, PUT, OPTIONS } = otherMethods({ GET, PATCH, DELETE });
