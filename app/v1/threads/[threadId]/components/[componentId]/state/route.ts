import { z } from "zod";
import { handleApi, OPTIONS } from "#lib/handle.ts";
import { changeComponentState } from "#lib/threads/component-state.ts";
import { readJson } from "#lib/threads/read-json.ts";
import { authenticate } from "#lib/tokens/caller.ts";

export { OPTIONS };

const path = z.string().regex(/^(\/.*)?$/, "must be a JSON Pointer (RFC 6901)");
const operation = z.discriminatedUnion("op", [
  z.object({ op: z.enum(["add", "replace", "test"]), path, value: z.json() }),
  z.object({ op: z.literal("remove"), path }),
  z.object({ op: z.enum(["move", "copy"]), path, from: path }),
]);
const change = z.union(
  [
    z.object({ state: z.record(z.string(), z.unknown()), patch: z.undefined().optional() }),
    z.object({ patch: z.array(operation), state: z.undefined().optional() }),
  ],
  { error: "must have either state (an object) or patch (a list of JSON Patch operations)" },
);

export const POST = handleApi<{ params: Promise<{ threadId: string; componentId: string }> }>(
  async (request, { params }) => {
    const { ownerId } = await authenticate(request);
    const { threadId, componentId } = await params;
    const { state, patch } = await readJson(request, change);
    const changed = await changeComponentState(
      ownerId,
      threadId,
      componentId,
      patch ? { patch } : { state },
    );
    return Response.json({ state: changed });
  },
);
