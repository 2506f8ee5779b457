import { z } from "zod";
import { readQuery } from "#lib/base/http/read-request.ts";
import { authenticate } from "#lib/identity/caller.ts";
import { handleApi, otherMethods } from "#lib/identity/handle-api.ts";
import { exportThread } from "#lib/threads/export/export-thread.ts";

const query = z.object({
  format: z.enum(["json", "markdown"], { error: "must be json or markdown" }).optional(),
});

/** The whole thread as a file. Without `format` it is Markdown if `Accept` names it, else JSON. */
export const GET = handleApi<{ params: Promise<{ threadId: string }> }>(
  async (request, { params }) => {
    const { ownerId } = await authenticate(request);
    const { format } = readQuery(request, query);
    const accepted = /\btext\/markdown\b/i.test(request.headers.get("accept") ?? "");
    const { threadId } = await params;
    return exportThread(ownerId, threadId, format ?? (accepted ? "markdown" : "json"));
  },
);

export const { POST, PATCH, PUT, DELETE, OPTIONS } = otherMethods({ GET });
