"use server";

import { revalidatePath } from "next/cache";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { CopyLine } from "#components/settings/copy-line.tsx";
import { removeAdmin } from "#lib/admin/admins.ts";
import { invite, withdrawInvitation } from "#lib/admin/admission.ts";
import { deleteOwner, findOwner, ownerName, signOutOwner } from "#lib/admin/owners.ts";
import { readInput } from "#lib/trust/issuer-input.ts";
import { isCurrentAdmin } from "../../current-admin.ts";
import { currentUser } from "../../current-user.ts";
import { adminAction } from "../as-admin.ts";

const PAGE = "/settings/users";

async function readOwner(form: FormData, projectId: string) {
  return (await findOwner(projectId, String(form.get("owner")))) ?? notFound();
}

/** Ends every session of a user here, and at the provider with their next page. */
export const signOutUser = adminAction(async (form, { projectId, by }) => {
  const { id } = await readOwner(form, projectId);
  await signOutOwner({ projectId, ownerId: id, adminId: by });
  redirect(`${PAGE}?done=signed-out`);
});

/** Removes an admin who used a claim link. Those in ADMINS stay admins. */
export const dismissAdmin = adminAction(async (form, { projectId, by }) => {
  await removeAdmin(projectId, String(form.get("owner")), by);
  return leave("admin-removed");
});

/** Deletes a user's data and ends their sessions, if the user's name was typed. */
export const deleteUser = adminAction(async (form, { projectId, by }) => {
  const owner = await readOwner(form, projectId);
  const name = ownerName(owner);
  if (form.get("name") !== name) {
    return { problem: { field: "name", text: `Type ${name} to delete this user.` } };
  }
  await deleteOwner({ projectId, ownerId: owner.id, adminId: by });
  return leave("deleted");
});

/** Goes on after an admin was removed. Whoever is no admin any more, by the own id or address, cannot see the settings. */
async function leave(done: string): Promise<never> {
  redirect((await isCurrentAdmin(await currentUser())) ? `${PAGE}?done=${done}` : "/");
}

const newInvitation = z.object({
  name: z
    .string()
    .trim()
    .min(1, "say for whom it is")
    .max(100, "at most 100 characters")
    .refine((name) => !name.includes("\0"), "a name is text"),
});

/** Makes an invitation, and shows its link this once. */
export const makeInvitation = adminAction(async (form, { projectId, by }) => {
  const { name } = readInput(newInvitation, { name: form.get("name") });
  const link = await invite({ projectId, name, by });
  revalidatePath(PAGE);
  return {
    view: (
      <div className="rounded-card border border-line bg-ok-soft/60">
        <p className="px-4 pt-3 text-control">
          <strong>{name} is invited.</strong> Send them this link; it is shown this once.
        </p>
        <CopyLine label="Invitation" value={link} />
      </div>
    ),
    round: link,
  };
});

export const withdraw = adminAction(async (form, { projectId, by }) => {
  const isWithdrawn = await withdrawInvitation(projectId, String(form.get("id")), by);
  if (isWithdrawn) redirect(`${PAGE}?done=withdrawn`);
  return { problem: { text: "This invitation does not exist any more" } };
});
