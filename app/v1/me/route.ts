import { deleteOwner } from "#lib/admin/owners.ts";
import { authenticate } from "#lib/identity/caller.ts";
import { handleApi, otherMethods } from "#lib/identity/handle-api.ts";

/** Deletes all data of the caller and ends every session, because an open tab would create the user again. */
export const DELETE = handleApi(async (request) => {
  const { ownerId, projectId } = await authenticate(request);
  await deleteOwner({ projectId, ownerId });
  return new Response(null, { status: 204 });
});

export const { GET, HEAD, POST, PATCH, PUT, OPTIONS } = otherMethods({ DELETE });
