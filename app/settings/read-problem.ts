import type { FormProblem, FormState } from "#components/settings/use-action-form.ts";
import { toStorageError } from "#lib/base/http/handle.ts";
import { isHttpError } from "#lib/base/http/http-error.ts";

/** Carries out what a form asks for. Returns the problem that it fails with, if any. */
export async function findProblem(act: () => Promise<unknown>): Promise<FormState | undefined> {
  try {
    await act();
  } catch (error) {
    return { problem: readProblem(error) };
  }
}

/** An error as a problem of a form. A message may begin with the name of a field. Throws errors that are bugs. */
export function readProblem(error: unknown): FormProblem {
  const problem = isHttpError(error) ? error : toStorageError(error);
  if (!problem) throw error;
  const [, field, flaw] = /^(\w+): (.+)$/s.exec(problem.message) ?? [];
  if (flaw === undefined) return { text: problem.message };
  return { field, text: flaw.charAt(0).toUpperCase() + flaw.slice(1) };
}
