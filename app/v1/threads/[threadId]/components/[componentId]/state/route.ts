import { z } from "zod";
import { answerJson } from "#lib/base/http/answer.ts";
import { authenticateBody } from "#lib/identity/caller.ts";
import { handleApi, otherMethods } from "#lib/identity/handle-api.ts";
import { listOf, objectOf, userKey } from "#lib/threads/bounds.ts";
import { changeComponentState, MAX_STATE_BYTES } from "#lib/threads/component-state.ts";

// A patch may be larger than its result. Its size and its number of operations are limited, because
// each insertion into an array moves the items after it.
const MAX_BODY_BYTES = 2 * MAX_STATE_BYTES;

const path = z.string().regex(/^(\/.*)?$/, "must be a JSON Pointer (RFC 6901)");
// No copy, which could double the state with each operation, and no move, which no client sends.
const operation = z.discriminatedUnion("op", [
  z.object({ op: z.enum(["add", "replace", "test"]), path, value: z.unknown() }),
  z.object({ op: z.literal("remove"), path }),
]);
const absent = z.undefined().optional();
const change = z.union(
  [
    z.object({ userKey, state: objectOf(MAX_BODY_BYTES / 1024), patch: absent }),
    z.object({ userKey, patch: listOf(operation, 1000), state: absent }),
  ],
  {
    error:
      "must have either state (an object) or patch (a list of JSON Patch operations add, remove, replace and test)",
  },
);
export const POST = handleApi<{ params: Promise<{ threadId: string; componentId: string }> }>(
  async (request, { params }) => {
    const { caller, body } = await authenticateBody(request, change, MAX_BODY_BYTES);
    const { threadId, componentId } = await params;
    const { state, patch } = body;
    const changed = await changeComponentState(
      caller.ownerId,
      threadId,
      componentId,
      patch ? { patch } : { state },
    );
    return answerJson({ state: changed });
  },
);

export const { GET, HEAD, PATCH, PUT, DELETE, OPTIONS } = otherMethods({ POST });
