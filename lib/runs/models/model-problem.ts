import { threads } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { isThread } from "#lib/threads/find-threads.ts";
import { modelName, modelVariables } from "./model-settings.ts";

/**
 * Tells an admin why the model's provider did not answer in a thread, and which variables configure it.
 * Undefined if the provider did not fail.
 */
export async function findModelProblem(
  ownerId: string,
  threadId: string,
): Promise<string | undefined> {
  const [thread] = await withOwner(ownerId, (tx) =>
    tx.select({ error: threads.lastRunError }).from(threads).where(isThread(ownerId, threadId)),
  );
  const { cause, code = "" } = thread?.error ?? {};
  if (!cause) return undefined;
  const variables = new Intl.ListFormat("en").format(modelVariables());
  const problem = `The provider of ${modelName()} ${describeCause(code, cause)}.`;
  return `${problem} It is set up by ${variables}: see docs/models.md.`;
}

/** By the code of a refusal. */
const REFUSALS: Record<string, string> = {
  LLM_KEY_REFUSED: "does not accept the key",
  LLM_QUOTA: "answers no more for this key until its quota is renewed or raised",
  LLM_TOO_LONG: "was sent more than the model can read",
  LLM_FILTERED: "does not allow the question",
};

function describeCause(code: string, cause: string): string {
  if (REFUSALS[code]) return `${REFUSALS[code]} (${cause})`;
  if (cause === "404") return "does not know this model (404)";
  return /^\d+$/.test(cause) ? `answered with status ${cause}` : `cannot be reached (${cause})`;
}
