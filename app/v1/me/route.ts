import { handleApi, OPTIONS } from "#lib/handle.ts";
import { deleteOwner } from "#lib/owners/delete-owner.ts";
import { authenticate } from "#lib/tokens/caller.ts";

export { OPTIONS };

/** Deletes all data of the caller. */
export const DELETE = handleApi(async (request) => {
  await deleteOwner(await authenticate(request));
  return new Response(null, { status: 204 });
});
