import { noteActivity } from "#lib/activity.ts";
import { handleApi, OPTIONS } from "#lib/handle.ts";
import { deleteOwner } from "#lib/owners.ts";
import { authenticate } from "#lib/tokens/caller.ts";

export { OPTIONS };

/** Deletes all data of the caller. */
export const DELETE = handleApi(async (request) => {
  const { ownerId, projectId } = await authenticate(request);
  await deleteOwner(projectId, ownerId);
  noteActivity({ projectId, ownerId, kind: "user.deleted", outcome: "ok" });
  return new Response(null, { status: 204 });
});
