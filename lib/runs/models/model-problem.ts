import { generateText } from "ai";
import { threads } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { isThread } from "#lib/threads/find-threads.ts";
import { findModelCause, toModelError } from "../run-error.ts";
import { modelFor } from "./model.ts";
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
  return `${describeCause(code, cause)} ${nameVariables()}`;
}

const LONGEST_ANSWER = 20_000; // milliseconds

/** Asks the model for a word. Returns what its provider has against it and what mends it; undefined if it answers. */
export async function tryModel(): Promise<[text: string, remedy: string] | undefined> {
  try {
    await generateText({
      model: await modelFor(),
      prompt: "Answer with: OK",
      maxOutputTokens: 16,
      maxRetries: 0,
      abortSignal: AbortSignal.timeout(LONGEST_ANSWER),
    });
    return undefined;
  } catch (error) {
    const { code = "" } = toModelError(error);
    return [describeCause(code, findModelCause(error) ?? "no answer"), nameVariables()];
  }
}

function nameVariables(): string {
  const variables = new Intl.ListFormat("en").format(modelVariables());
  return `It is set up by ${variables}: see docs/models.md.`;
}

/** By the code of a refusal. */
const REFUSALS: Record<string, string> = {
  LLM_KEY_REFUSED: "does not accept the key",
  LLM_QUOTA: "answers no more for this key until its quota is renewed or raised",
  LLM_TOO_LONG: "was sent more than the model can read",
  LLM_FILTERED: "does not allow the question",
};

function describeCause(code: string, cause: string): string {
  const provider = `The provider of ${modelName()}`;
  if (REFUSALS[code]) return `${provider} ${REFUSALS[code]} (${cause}).`;
  if (cause === "404") return `${provider} does not know this model (404).`;
  if (/^\d+$/.test(cause)) return `${provider} answered with status ${cause}.`;
  return `${provider} cannot be reached (${cause}).`;
}
