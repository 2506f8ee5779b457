import { z } from "zod";
import { exportThread } from "#lib/export/export-thread.ts";
import { handleApi, OPTIONS } from "#lib/handle-api.ts";
import { readQuery } from "#lib/threads/read-query.ts";
import { authenticate } from "#lib/tokens/caller.ts";

export { OPTIONS };

const query = z.object({
  format: z.enum(["json", "markdown"], { error: "must be json or markdown" }).optional(),
});

/** The whole thread as a file. Without `format` it is Markdown for whom `Accept` names it, else JSON. */
export const GET = handleApi<{ params: Promise<{ threadId: string }> }>(
  async (request, { params }) => {
    const { ownerId } = await authenticate(request);
    const { format } = readQuery(request, query);
    const accepted = /\btext\/markdown\b/i.test(request.headers.get("accept") ?? "");
    const { threadId } = await params;
    return exportThread(ownerId, threadId, format ?? (accepted ? "markdown" : "json"));
  },
);
