import { type LanguageModel, Output, streamText } from "ai";
import type { z } from "zod";
import { countCall } from "./running.ts";

const TIMEOUT_MILLISECONDS = 20_000;

interface DataQuestion<Schema extends z.ZodType> {
  ownerId: string;
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
  { ownerId, name, schema, instructions, data }: DataQuestion<Schema>,
): Promise<z.infer<Schema>> {
  return countCall(ownerId, async () => {
    let failure: unknown;
    const result = streamText({
      model,
      instructions,
      prompt: JSON.stringify(data),
      output: Output.object({ name, schema }),
      maxRetries: 0,
      telemetry: { recordInputs: false, recordOutputs: false },
      abortSignal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
      onError({ error }) {
        failure = error;
      },
    });
    try {
      return (await result.output) as z.infer<Schema>;
    } catch (error) {
      // The SDK only says that there is no output; this says why.
      throw failure ?? error;
    }
  });
}
