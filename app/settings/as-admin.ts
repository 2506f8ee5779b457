import { notFound } from "next/navigation";
import type { FormProblem, FormState } from "#components/settings/action-form.tsx";
import { toStorageError } from "#lib/base/http/handle.ts";
import { isHttpError } from "#lib/base/http/http-error.ts";
import { currentAdmin } from "../current-admin.ts";

interface Admin {
  projectId: string;
  /** The owner id of the admin. */
  by: string;
}

/**
 * An action that does what a form of the settings asks for, for admins alone; others get 404. It answers a
 * problem of the form where the admin can do something about it.
 */
export function adminAction(act: (form: FormData, admin: Admin) => Promise<FormState>) {
  return async (form: FormData): Promise<FormState> => {
    const { projectId, token } = await currentAdmin();
    requireForm(form);
    try {
      return await act(form, { projectId, by: token.ownerId });
    } catch (error) {
      return { problem: readProblem(error) };
    }
  };
}

/** Anybody can call an action with anything. 404 for what is no form. */
export function requireForm(form: unknown): void {
  if (!(form instanceof FormData)) notFound();
}

/** An error as a problem of a form. A message may begin with the name of a field. Throws errors that are bugs, and what leads to another page. */
export function readProblem(error: unknown): FormProblem {
  const problem = isHttpError(error) ? error : toStorageError(error);
  if (!problem) throw error;
  const [, field, flaw] = /^(\w+): (.+)$/s.exec(problem.message) ?? [];
  if (flaw === undefined) return { text: problem.message };
  return { field, text: flaw.charAt(0).toUpperCase() + flaw.slice(1) };
}
