import { z } from "zod";
import { handleApi, OPTIONS } from "#lib/handle.ts";
import { initialMessage } from "#lib/threads/content.ts";
import { createThread } from "#lib/threads/create-thread.ts";
import { listThreads } from "#lib/threads/list-threads.ts";
import { readJson } from "#lib/threads/read-json.ts";
import { readQuery } from "#lib/threads/read-query.ts";
import { authenticate } from "#lib/tokens/caller.ts";

export { OPTIONS };

const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().optional(),
  // Ours alone: no text of a database can hold U+0000.
  search: z
    .string()
    .min(1)
    .max(120)
    .regex(/^[^\0]*$/, "must not hold U+0000")
    .optional(),
});

export const GET = handleApi(async (request) => {
  const { ownerId } = await authenticate(request);
  return Response.json(await listThreads(ownerId, readQuery(request, listQuery)));
});

const newThread = z.object({
  metadata: z.record(z.string(), z.unknown()).optional(),
  initialMessages: z.array(initialMessage).max(1_000).optional(),
});

export const POST = handleApi(async (request) => {
  const { ownerId, projectId } = await authenticate(request);
  const body = await readJson(request, newThread);
  return Response.json(await createThread({ ownerId, projectId, ...body }), { status: 201 });
});
