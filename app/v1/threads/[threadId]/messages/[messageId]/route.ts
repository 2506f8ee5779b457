import { z } from "zod";
import { answerJson } from "#lib/base/http/answer.ts";
import { readQuery } from "#lib/base/http/read-request.ts";
import { authenticate } from "#lib/identity/caller.ts";
import { handleApi, otherMethods } from "#lib/identity/handle-api.ts";
import { cutThread } from "#lib/runs/cut-thread.ts";
import { getMessage } from "#lib/threads/list-messages.ts";

interface Context {
  params: Promise<{ threadId: string; messageId: string }>;
}

export const GET = handleApi<Context>(async (request, { params }) => {
  const { ownerId } = await authenticate(request);
  const { threadId, messageId } = await params;
  return answerJson(await getMessage(ownerId, threadId, messageId));
});

const query = z.object({
  extent: z.enum(["pair", "rest"], { error: "must be pair or rest" }).default("pair"),
});

/** Deletes the question and answer that the message belongs to, or these and everything after them. */
export const DELETE = handleApi<Context>(async (request, { params }) => {
  const { ownerId } = await authenticate(request);
  const { extent } = readQuery(request, query);
  const { threadId, messageId } = await params;
  await cutThread(ownerId, threadId, messageId, extent);
  return new Response(null, { status: 204 });
});

export const { POST, PATCH, PUT, OPTIONS } = otherMethods({ GET, DELETE });
