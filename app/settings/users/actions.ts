"use server";

import { notFound, redirect } from "next/navigation";
import type { FormState } from "#components/settings/use-action-form.ts";
import { removeAdmin } from "#lib/admin/admins.ts";
import { deleteOwner, findOwner, ownerName, signOutOwner } from "#lib/admin/owners.ts";
import { currentAdmin } from "../../current-admin.ts";
import { findProblem } from "../read-problem.ts";

async function readOwner(form: FormData) {
  const { projectId, token } = await currentAdmin();
  const owner = await findOwner(projectId, String(form.get("owner")));
  if (!owner) notFound();
  return { projectId, adminId: token.ownerId, owner };
}

/** Ends every session of a user here, and at the provider with their next page. */
export async function signOutUser(
  _before: FormState | undefined,
  form: FormData,
): Promise<FormState> {
  const { projectId, adminId, owner } = await readOwner(form);
  await signOutOwner({ projectId, ownerId: owner.id, adminId });
  redirect("/settings/users?done=signed-out");
}

/** Removes an admin who used a claim link. Those in ADMINS stay admins. */
export async function dismissAdmin(
  _before: FormState | undefined,
  form: FormData,
): Promise<FormState> {
  const { projectId, token } = await currentAdmin();
  const ownerId = String(form.get("owner"));
  const failed = await findProblem(() => removeAdmin(projectId, ownerId, token.ownerId));
  // Somebody who is no admin any more cannot see the settings.
  const next = ownerId === token.ownerId ? "/" : "/settings/users?done=admin-removed";
  return failed ?? redirect(next);
}

/** Deletes a user's data and ends their sessions, if the user's name was typed. */
export async function deleteUser(
  _before: FormState | undefined,
  form: FormData,
): Promise<FormState> {
  const { projectId, adminId, owner } = await readOwner(form);
  if (form.get("name") !== ownerName(owner)) {
    return { problem: { field: "name", text: `Type ${ownerName(owner)} to delete this user.` } };
  }
  const failed = await findProblem(() => deleteOwner({ projectId, ownerId: owner.id, adminId }));
  return failed ?? redirect("/settings/users?done=deleted");
}
