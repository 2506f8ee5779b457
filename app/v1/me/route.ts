import { noteActivity } from "#lib/admin/activity.ts";
import { deleteOwner } from "#lib/admin/owners.ts";
import { authenticate } from "#lib/identity/caller.ts";
import { handleApi, OPTIONS } from "#lib/identity/handle-api.ts";
import { signOutEverywhere } from "#lib/identity/revocation.ts";

export { OPTIONS };

/** Deletes all data of the caller and ends every session: an open tab would otherwise bring the user back. */
export const DELETE = handleApi(async (request) => {
  const { ownerId, projectId } = await authenticate(request);
  await signOutEverywhere(ownerId);
  await deleteOwner(projectId, ownerId);
  noteActivity({ projectId, ownerId, kind: "user.deleted", outcome: "ok" });
  return new Response(null, { status: 204 });
});
