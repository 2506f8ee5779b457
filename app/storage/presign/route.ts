import { z } from "zod";
import { FILE_TYPES, MOST_FILE_BYTES } from "#lib/base/files.ts";
import { answerJson } from "#lib/base/http/answer.ts";
import { readJson } from "#lib/base/http/read-request.ts";
import { authenticate } from "#lib/identity/caller.ts";
import { handleApi, notOffered, otherMethods } from "#lib/identity/handle-api.ts";
import { readStore } from "#lib/uploads/store.ts";
import { announceUpload } from "#lib/uploads/uploads.ts";
import { countRun } from "#lib/usage/limits.ts";

const SIZE = `must be a number of bytes from 1 to ${MOST_FILE_BYTES}`;
const body = z.object({
  contentType: z.enum(FILE_TYPES, `must be one of ${FILE_TYPES.join(", ")}`),
  size: z.int(SIZE).min(1, SIZE).max(MOST_FILE_BYTES, SIZE),
});
const MAX_BODY_BYTES = 8 * 1024;

/** Where a client can put a file that it then names in a message. It counts as an answer: the store costs money, too. */
export const POST = handleApi(async (request) => {
  const store = readStore();
  if (!store) throw notOffered("This server has no store for files; send them inside a message");
  const caller = await authenticate(request);
  const file = await readJson(request, body, MAX_BODY_BYTES);
  await countRun(caller);
  return answerJson(await announceUpload(store, caller.ownerId, file), { status: 201 });
});

export const { GET, HEAD, PATCH, PUT, DELETE, OPTIONS } = otherMethods({ POST });
