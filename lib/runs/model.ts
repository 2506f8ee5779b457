import { defaultSettingsMiddleware, type LanguageModel, wrapLanguageModel } from "ai";
import { z } from "zod";
import { demoModel } from "#lib/demo-model/demo-model.ts";
import { appEnv, EnvError, readEnv, unsetIfEmpty } from "#lib/env.ts";

const MODEL =
  "must be openai/…, anthropic/… or google/… and the model's name, such as openai/gpt-4.1; " +
  "a server at OPENAI_BASE_URL counts as openai";

const shape = {
  /** Milliseconds between two chunks of the demo model. */
  DEMO_MODEL_DELAY: z.coerce.number().int().min(0, "must be milliseconds, 0 or more").default(40),
  MODEL: z
    .string()
    .regex(/^(openai|anthropic|google)\/\S+$/, MODEL)
    .optional(),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: z
    .url({
      protocol: /^https?$/,
      error: "must be an absolute URL, such as http://localhost:11434/v1",
    })
    .optional(),
  OPENAI_API: z
    .enum(["chat", "responses"], { error: "must be chat or responses, what the server speaks" })
    .optional(),
  ANTHROPIC_API_KEY: z.string().optional(),
  GOOGLE_GENERATIVE_AI_API_KEY: z.string().optional(),
};

type Settings = z.infer<z.ZodObject<typeof shape>>;

/** Where each provider shows the keys of an account. */
const KEY_PAGES = {
  OPENAI_API_KEY: "https://platform.openai.com/api-keys",
  ANTHROPIC_API_KEY: "https://console.anthropic.com/settings/keys",
  GOOGLE_GENERATIVE_AI_API_KEY: "https://aistudio.google.com/apikey",
};

const KEYS = {
  openai: "OPENAI_API_KEY",
  anthropic: "ANTHROPIC_API_KEY",
  google: "GOOGLE_GENERATIVE_AI_API_KEY",
};

/** Each loads its SDK, and only the one that answers is asked. */
const providers = {
  async openai(id: string, settings: Settings) {
    const { OPENAI_BASE_URL, OPENAI_API = OPENAI_BASE_URL ? "chat" : "responses" } = settings;
    // Servers of one's own mostly want no key, but the SDK does.
    const apiKey = OPENAI_BASE_URL
      ? (settings.OPENAI_API_KEY ?? "none")
      : readKey("OPENAI_API_KEY", settings);
    unsetIfEmpty("OPENAI_BASE_URL");
    const { createOpenAI } = await import("@ai-sdk/openai");
    const openai = createOpenAI({
      apiKey,
      baseURL: OPENAI_BASE_URL ?? "https://api.openai.com/v1",
    });
    if (OPENAI_API === "chat") return openai.chat(id);
    // Whole messages are sent each time, so nothing has to be kept over there.
    const settingsOfCalls = { providerOptions: { openai: { store: false } } };
    return wrapLanguageModel({
      model: openai.responses(id),
      middleware: defaultSettingsMiddleware({ settings: settingsOfCalls }),
    });
  },
  async anthropic(id: string, settings: Settings) {
    const apiKey = readKey("ANTHROPIC_API_KEY", settings);
    unsetIfEmpty("ANTHROPIC_BASE_URL");
    const { createAnthropic } = await import("@ai-sdk/anthropic");
    return createAnthropic({ apiKey })(id);
  },
  async google(id: string, settings: Settings) {
    const apiKey = readKey("GOOGLE_GENERATIVE_AI_API_KEY", settings);
    const { createGoogle } = await import("@ai-sdk/google");
    return createGoogle({ apiKey })(id);
  },
};

/**
 * The model that answers, the demo model while MODEL is not set. For a short text or object of it,
 * hand it to `generateText` of `ai`. Throws EnvError naming the variable that is missing or wrong.
 */
export async function modelFor(): Promise<LanguageModel> {
  const settings = readEnv(shape);
  if (settings.MODEL) {
    const [provider = "", ...id] = settings.MODEL.split("/");
    return providers[provider as keyof typeof providers](id.join("/"), settings);
  }
  if (settings.OPENAI_BASE_URL) {
    throw new EnvError([
      "MODEL: must name a model of the server at OPENAI_BASE_URL, such as openai/qwen3",
    ]);
  }
  return demoModel({ chunkDelayMilliseconds: settings.DEMO_MODEL_DELAY });
}

/** The value of MODEL, "demo" for the demo model. */
export function modelName(): string {
  return readEnv({ MODEL: shape.MODEL }).MODEL ?? "demo";
}

/** The variables that set up the model that answers. */
export function modelVariables(): string[] {
  const { MODEL, OPENAI_BASE_URL } = readEnv(shape);
  const provider = MODEL?.split("/")[0] as keyof typeof KEYS | undefined;
  const address = provider === "openai" && OPENAI_BASE_URL ? ["OPENAI_BASE_URL"] : [];
  return ["MODEL", ...(provider ? [KEYS[provider]] : []), ...address];
}

/** Whether runs are answered here, and by the demo model: people are told so. */
export function usesDemoModel(): boolean {
  return appEnv().TAMBO_URL === undefined && modelName() === "demo";
}

function readKey(name: keyof typeof KEY_PAGES, settings: Settings): string {
  const key = settings[name];
  if (key) return key;
  const page = `your key is at ${KEY_PAGES[name]}`;
  throw new EnvError([`${name}: must be set for MODEL=${settings.MODEL}; ${page}`]);
}
