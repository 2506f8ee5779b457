import { noteActivity } from "#lib/activity.ts";
import { handleApi, OPTIONS } from "#lib/handle-api.ts";
import { deleteOwner } from "#lib/owners.ts";
import { authenticate } from "#lib/tokens/caller.ts";
import { signOutEverywhere } from "#lib/tokens/revocation.ts";

export { OPTIONS };

/** Deletes all data of the caller and ends every session: an open tab would otherwise bring the user back. */
export const DELETE = handleApi(async (request) => {
  const { ownerId, projectId } = await authenticate(request);
  await signOutEverywhere(ownerId);
  await deleteOwner(projectId, ownerId);
  noteActivity({ projectId, ownerId, kind: "user.deleted", outcome: "ok" });
  return new Response(null, { status: 204 });
});
