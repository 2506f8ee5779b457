import { type LanguageModel, Output, streamText } from "ai";
import type { z } from "zod";
import type { Caller } from "#lib/identity/caller.ts";
import { newId } from "#lib/threads/thread.ts";
import type { Usage } from "#lib/usage/note-usage.ts";
import { meter } from "#lib/usage/note-usage.ts";
import { countTokens } from "./history.ts";
import { modelName } from "./models/model-settings.ts";
import { toModelError } from "./run-error.ts";
import { countCall } from "./running.ts";

const TIMEOUT_MILLISECONDS = 20_000;

interface DataQuestion<Schema extends z.ZodType> {
  caller: Pick<Caller, "ownerId" | "projectId">;
  kind: Usage["kind"];
  /** The schema's name: providers require one, and the demo model goes by it. */
  name: string;
  schema: Schema;
  instructions: string;
  /** Goes to the model as JSON, so that nothing in it passes for an instruction. */
  data: unknown;
}

/**
 * Asks the model for a value of a schema, outside a run. Throws what the provider throws, after 20
 * seconds, and 429 if the owner has too many questions under way.
 */
export function askForData<Schema extends z.ZodType>(
  model: LanguageModel,
  { caller: { ownerId, projectId }, kind, name, schema, instructions, data }: DataQuestion<Schema>,
): Promise<z.infer<Schema>> {
  return countCall(ownerId, async () => {
    let failure: unknown;
    const prompt = JSON.stringify(data);
    const abortSignal = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
    const used = meter({ id: newId("use"), projectId, ownerId, kind, model: modelName() }, () =>
      countTokens(instructions + prompt),
    );
    const result = streamText({
      model,
      instructions,
      prompt,
      output: Output.object({ name, schema }),
      maxRetries: 0,
      telemetry: { recordInputs: false, recordOutputs: false },
      abortSignal,
      onStepEnd: ({ usage }) => used.end(usage),
      onError({ error }) {
        failure = error;
      },
    });
    try {
      const output = (await result.output) as z.infer<Schema>;
      used.note("ok", false);
      return output;
    } catch (error) {
      used.note(toModelError(failure ?? error).code, abortSignal.aborted);
      // The SDK only says that there is no output; this says why.
      throw failure ?? error;
    }
  });
}
