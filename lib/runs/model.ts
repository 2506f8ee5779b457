import type { LanguageModel } from "ai";
import { z } from "zod";
import { demoModel } from "#lib/demo-model/demo-model.ts";
import { readEnv } from "#lib/env.ts";

const shape = {
  /** Milliseconds between two chunks of the demo model. */
  DEMO_MODEL_DELAY: z.coerce.number().int().min(0, "must be milliseconds, 0 or more").default(40),
};

/** The model that answers: the one place to put another. */
export function modelFor(): LanguageModel {
  return demoModel({ chunkDelayMilliseconds: readEnv(shape).DEMO_MODEL_DELAY });
}
