import { deleteOwner } from "#lib/admin/owners.ts";
import { HttpError } from "#lib/base/http/http-error.ts";

interface Deletion {
  projectId: string;
  ownerId: string;
  /** The admin who deletes the user. */
  adminId: string;
}

/**
 * Deletes a user's data and ends their sessions. A deleted admin is no admin any more. Throws HttpError
 * 409 if the admin and the user are the same.
 */
export async function deleteUser({ projectId, ownerId, adminId }: Deletion): Promise<void> {
  if (ownerId === adminId) {
    const message =
      "You cannot delete yourself here: another admin can, or “Delete my data” in the chat deletes your data";
    throw new HttpError(409, "OWN_USER", message);
  }
  await deleteOwner({ projectId, ownerId, adminId });
}
