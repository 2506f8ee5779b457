import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { isAdmin } from "#lib/admin/admins.ts";
import { defaultProject } from "#lib/projects/projects.ts";
import { type CurrentUser, currentUser } from "./current-user.ts";

export interface CurrentAdmin extends CurrentUser {
  projectId: string;
}

/** Whether the user of this request may change the settings; false for nobody. */
export async function isCurrentAdmin(user: CurrentUser | undefined): Promise<boolean> {
  if (!user) return false;
  const { email, emailVerified } = user.profile;
  const { id } = await defaultProject();
  return isAdmin(id, { ownerId: user.token.ownerId, email, emailVerified });
}

/** The admin of this request. For everybody else the page does not exist. Every settings page and action asks first. */
export const currentAdmin = cache(async (): Promise<CurrentAdmin> => {
  const user = await currentUser();
  if (!user || !(await isCurrentAdmin(user))) notFound();
  return { ...user, projectId: (await defaultProject()).id };
});

/** The title of a settings page, for an admin alone: a page that does not exist has none. */
export async function adminTitle(title: string): Promise<Metadata> {
  await currentAdmin();
  return { title };
}

/** How an admin is named in the frame of the pages. */
export function adminName({ profile, token }: CurrentUser): string {
  return profile.name || profile.email || token.ownerId;
}
