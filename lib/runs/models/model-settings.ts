import { z } from "zod";
import { appEnv, readEnv, webAddress } from "#lib/base/env.ts";

const MODEL =
  "must be openai/…, anthropic/… or google/… and the model's name, such as openai/gpt-4.1; " +
  "a server at OPENAI_BASE_URL counts as openai";

const CONTEXT = "must be a number of tokens from 4000 to 2000000, what the model can read at once";
const TRANSCRIPTION_MODEL =
  "must be openai/… or google/… and the model's name, such as openai/whisper-1; " +
  "a server at OPENAI_BASE_URL counts as openai";

const shape = {
  /** Milliseconds between two chunks of the demo model. */
  DEMO_MODEL_DELAY: z.coerce.number().int().min(0, "must be milliseconds, 0 or more").default(40),
  MODEL: z
    .string()
    .regex(/^(openai|anthropic|google)\/\S+$/, MODEL)
    .optional(),
  TRANSCRIPTION_MODEL: z
    .string()
    .regex(/^(openai|google)\/\S+$/, TRANSCRIPTION_MODEL)
    .optional(),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: webAddress(
    "must be an absolute URL, such as http://localhost:11434/v1",
  ).optional(),
  OPENAI_API: z
    .enum(["chat", "responses"], { error: "must be chat or responses, what the server speaks" })
    .optional(),
  ANTHROPIC_API_KEY: z.string().optional(),
  GOOGLE_GENERATIVE_AI_API_KEY: z.string().optional(),
  /** The model's window. The most keeps what is read from the database for a run to a few megabytes. */
  MODEL_CONTEXT_TOKENS: z.coerce
    .number({ error: CONTEXT })
    .int(CONTEXT)
    .min(4_000, CONTEXT)
    .max(2_000_000, CONTEXT)
    .default(128_000),
};

export type ModelSettings = z.infer<z.ZodObject<typeof shape>>;

/** The variable of each provider's key, and the page where it shows the keys of an account. */
export const KEYS = {
  openai: ["OPENAI_API_KEY", "https://platform.openai.com/api-keys"],
  anthropic: ["ANTHROPIC_API_KEY", "https://console.anthropic.com/settings/keys"],
  google: ["GOOGLE_GENERATIVE_AI_API_KEY", "https://aistudio.google.com/apikey"],
} as const;

/** The variables of the models, checked. Throws EnvError. */
export function readModelSettings(): ModelSettings {
  return readEnv(shape);
}

/** The value of MODEL, "demo" for the demo model. */
export function modelName(): string {
  return readModelSettings().MODEL ?? "demo";
}

/** How many tokens the model can read at once. */
export function contextTokens(): number {
  return readModelSettings().MODEL_CONTEXT_TOKENS;
}

/** The variables that set up the model that answers. */
export function modelVariables(): string[] {
  const { MODEL, OPENAI_BASE_URL } = readModelSettings();
  const provider = MODEL?.split("/")[0] as keyof typeof KEYS | undefined;
  const address = provider === "openai" && OPENAI_BASE_URL ? ["OPENAI_BASE_URL"] : [];
  return ["MODEL", ...(provider ? [KEYS[provider][0]] : []), ...address];
}

/** Whether this server writes down what people say to it. */
export function transcribes(): boolean {
  const { TRANSCRIPTION_MODEL } = readModelSettings();
  return TRANSCRIPTION_MODEL !== undefined && appEnv().TAMBO_URL === undefined;
}

/** Whether runs are answered here, and by the demo model: people are told so. */
export function usesDemoModel(): boolean {
  return appEnv().TAMBO_URL === undefined && modelName() === "demo";
}
