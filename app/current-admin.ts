import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { isAdmin } from "#lib/admin/admins.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { type CurrentUser, currentUser } from "./current-user.ts";

interface CurrentAdmin extends CurrentUser {
  projectId: string;
}

/** Whether a user may change the settings. False without a user. */
export async function isCurrentAdmin(user: CurrentUser | undefined): Promise<boolean> {
  if (!user) return false;
  const { email, emailVerified } = user.profile;
  const { id } = await defaultProject();
  return isAdmin(id, { ownerId: user.token.ownerId, email, emailVerified });
}

/** The admin of this request; 404 for everybody else. Every settings page and action calls it first. */
export const currentAdmin = cache(async (): Promise<CurrentAdmin> => {
  const user = await currentUser();
  if (!user || !(await isCurrentAdmin(user))) notFound();
  return { ...user, projectId: (await defaultProject()).id };
});

/** The title of a settings page; 404 for anybody but an admin. */
export async function adminTitle(title: string): Promise<Metadata> {
  await currentAdmin();
  return { title };
}

/** An admin's name in the header of the pages. */
export function adminName({ profile, token }: CurrentUser): string {
  return profile.name || profile.email || token.ownerId;
}
