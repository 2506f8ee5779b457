import { z } from "zod";
import { handleApi, OPTIONS } from "#lib/handle.ts";
import { deleteThread, updateThread } from "#lib/threads/change-thread.ts";
import { getThread } from "#lib/threads/find-thread.ts";
import { readJson } from "#lib/threads/read-json.ts";
import { authenticate } from "#lib/tokens/caller.ts";

export { OPTIONS };

interface Context {
  params: Promise<{ threadId: string }>;
}

export const GET = handleApi<Context>(async (request, { params }) => {
  const { ownerId } = await authenticate(request);
  return Response.json(await getThread(ownerId, (await params).threadId));
});

const changes = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
});

export const PATCH = handleApi<Context>(async (request, { params }) => {
  const { ownerId } = await authenticate(request);
  const body = await readJson(request, changes);
  return Response.json(await updateThread(ownerId, (await params).threadId, body));
});

export const DELETE = handleApi<Context>(async (request, { params }) => {
  const { ownerId } = await authenticate(request);
  await deleteThread(ownerId, (await params).threadId);
  return new Response(null, { status: 204 });
});
