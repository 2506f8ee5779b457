import { z } from "zod";
import { answerJson } from "#lib/base/http/answer.ts";
import { readQuery } from "#lib/base/http/read-request.ts";
import { authenticate, authenticateBody } from "#lib/identity/caller.ts";
import { handleApi, otherMethods } from "#lib/identity/handle-api.ts";
import { metadata, userKey } from "#lib/threads/bounds.ts";
import { createThread } from "#lib/threads/change-thread.ts";
import { initialMessages } from "#lib/threads/content.ts";
import { listThreads } from "#lib/threads/find-threads.ts";

const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().optional(),
  // These are our own additions to the API.
  archived: z.enum(["true", "false"]).optional(),
  // Text in the database cannot hold U+0000.
  search: z
    .string()
    .min(1)
    .max(120)
    .regex(/^[^\0]*$/, "must not hold U+0000")
    .optional(),
});

export const GET = handleApi(async (request) => {
  const { ownerId } = await authenticate(request);
  const { archived, ...query } = readQuery(request, listQuery);
  return answerJson(await listThreads(ownerId, { ...query, archived: archived === "true" }));
});

const newThread = z.object({
  userKey,
  metadata,
  initialMessages: initialMessages.optional(),
});

export const POST = handleApi(async (request) => {
  const { caller, body } = await authenticateBody(request, newThread);
  const { metadata, initialMessages } = body;
  const thread = await createThread({ ...caller, metadata, initialMessages });
  return answerJson(thread, { status: 201 });
});

export const { PATCH, PUT, DELETE, OPTIONS } = otherMethods({ GET, POST });
