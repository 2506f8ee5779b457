"use server";

import { notFound, redirect } from "next/navigation";
import { removeAdmin } from "#lib/admin/admins.ts";
import { deleteOwner, findOwner, ownerName, signOutOwner } from "#lib/admin/owners.ts";
import { isCurrentAdmin } from "../../current-admin.ts";
import { currentUser } from "../../current-user.ts";
import { asAdmin } from "../as-admin.ts";

const PAGE = "/settings/users";

async function readOwner(form: FormData, projectId: string) {
  return (await findOwner(projectId, String(form.get("owner")))) ?? notFound();
}

/** Ends every session of a user here, and at the provider with their next page. */
export async function signOutUser(form: FormData) {
  return asAdmin(async ({ projectId, by }) => {
    const { id } = await readOwner(form, projectId);
    await signOutOwner({ projectId, ownerId: id, adminId: by });
    redirect(`${PAGE}?done=signed-out`);
  });
}

/** Removes an admin who used a claim link. Those in ADMINS stay admins. */
export async function dismissAdmin(form: FormData) {
  return asAdmin(async ({ projectId, by }) => {
    await removeAdmin(projectId, String(form.get("owner")), by);
    return leave("admin-removed");
  });
}

/** Deletes a user's data and ends their sessions, if the user's name was typed. */
export async function deleteUser(form: FormData) {
  return asAdmin(async ({ projectId, by }) => {
    const owner = await readOwner(form, projectId);
    const name = ownerName(owner);
    if (form.get("name") !== name) {
      return { problem: { field: "name", text: `Type ${name} to delete this user.` } };
    }
    await deleteOwner({ projectId, ownerId: owner.id, adminId: by });
    return leave("deleted");
  });
}

/** Goes on after an admin was removed. Whoever is no admin any more, by the own id or address, cannot see the settings. */
async function leave(done: string): Promise<never> {
  redirect((await isCurrentAdmin(await currentUser())) ? `${PAGE}?done=${done}` : "/");
}
