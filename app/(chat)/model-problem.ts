"use server";

import { currentUser } from "#app/current-user.ts";
import { findModelProblem } from "#lib/runs/models/model-problem.ts";
import { isCurrentAdmin } from "../current-admin.ts";

/** Why the model did not answer in an admin's own thread. Undefined for other users. */
export async function readModelProblem(threadId: string): Promise<string | undefined> {
  const user = await currentUser();
  if (!user || !(await isCurrentAdmin(user)) || typeof threadId !== "string") return undefined;
  return findModelProblem(user.token.ownerId, threadId);
}
