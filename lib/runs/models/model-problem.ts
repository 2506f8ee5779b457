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
  return `${describeCause(code, cause)} It is set up by ${variables}: see docs/models.md.`;
}

function describeCause(code: string, cause: string): string {
  const provider = `The provider of ${modelName()}`;
  if (code === "LLM_KEY_REFUSED") return `${provider} does not accept the key (${cause}).`;
  if (code === "LLM_QUOTA") {
    return `${provider} answers no more for this key until its quota is renewed or raised (${cause}).`;
  }
  if (code === "LLM_TOO_LONG")
    return `${provider} was sent more than the model can read (${cause}).`;
  if (code === "LLM_FILTERED") return `${provider} does not allow the question (${cause}).`;
  if (cause === "404") return `${provider} does not know this model (404).`;
  if (/^\d+$/.test(cause)) return `${provider} answered with status ${cause}.`;
  return `${provider} cannot be reached (${cause}).`;
}
