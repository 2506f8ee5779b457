import {
  defaultSettingsMiddleware,
  type LanguageModel,
  type TranscriptionModel,
  wrapLanguageModel,
} from "ai";
import { EnvError, unsetIfEmpty } from "#lib/base/env.ts";
import { demoModel } from "#lib/runs/models/demo/demo-model.ts";
import { KEYS, type ModelSettings, readModelSettings } from "./model-settings.ts";

/** Each loads its SDK, and only the one that answers is asked. `model` is the variable that names it. */
const providers = {
  async openai(settings: ModelSettings, model: ModelVariable) {
    const { OPENAI_BASE_URL, OPENAI_API = OPENAI_BASE_URL ? "chat" : "responses" } = settings;
    // Servers of one's own mostly want no key, but the SDK does.
    const apiKey = OPENAI_BASE_URL
      ? (settings.OPENAI_API_KEY ?? "none")
      : readKey("openai", settings, model);
    unsetIfEmpty("OPENAI_BASE_URL");
    const { createOpenAI } = await import("@ai-sdk/openai");
    const openai = createOpenAI({
      apiKey,
      baseURL: OPENAI_BASE_URL ?? "https://api.openai.com/v1",
    });
    // Whole messages are sent each time, so nothing has to be kept over there.
    const middleware = defaultSettingsMiddleware({
      settings: { providerOptions: { openai: { store: false } } },
    });
    const languageModel = (id: string) =>
      OPENAI_API === "chat"
        ? openai.chat(id)
        : wrapLanguageModel({ model: openai.responses(id), middleware });
    return { languageModel, transcription: openai.transcription };
  },
  async anthropic(settings: ModelSettings, model: ModelVariable) {
    const apiKey = readKey("anthropic", settings, model);
    unsetIfEmpty("ANTHROPIC_BASE_URL");
    const { createAnthropic } = await import("@ai-sdk/anthropic");
    return createAnthropic({ apiKey });
  },
  async google(settings: ModelSettings, model: ModelVariable) {
    const apiKey = readKey("google", settings, model);
    const { createGoogle } = await import("@ai-sdk/google");
    return createGoogle({ apiKey });
  },
};

/**
 * The model that answers, the demo model while MODEL is not set. For a short text or object of it,
 * hand it to `generateText` of `ai`. Throws EnvError naming the variable that is missing or wrong.
 */
export async function modelFor(): Promise<LanguageModel> {
  const settings = readModelSettings();
  if (settings.MODEL) {
    const [provider = "", ...id] = settings.MODEL.split("/");
    const client = await providers[provider as keyof typeof providers](settings, "MODEL");
    return client.languageModel(id.join("/"));
  }
  if (settings.OPENAI_BASE_URL) {
    throw new EnvError([
      "MODEL: must name a model of the server at OPENAI_BASE_URL, such as openai/qwen3",
    ]);
  }
  return demoModel({ chunkDelayMilliseconds: settings.DEMO_MODEL_DELAY });
}

/** The model that writes down speech; undefined without one. Throws EnvError like `modelFor`. */
export async function transcriptionModel(): Promise<TranscriptionModel | undefined> {
  const settings = readModelSettings();
  const [provider, ...id] = settings.TRANSCRIPTION_MODEL?.split("/") ?? [];
  if (provider !== "openai" && provider !== "google") return undefined;
  const client = await providers[provider](settings, "TRANSCRIPTION_MODEL");
  return client.transcription(id.join("/"));
}

function readKey(
  provider: keyof typeof KEYS,
  settings: ModelSettings,
  model: ModelVariable,
): string {
  const [name, page] = KEYS[provider];
  const key = settings[name];
  if (key) return key;
  throw new EnvError([
    `${name}: must be set for ${model}=${settings[model]}; your key is at ${page}`,
  ]);
}

type ModelVariable = "MODEL" | "TRANSCRIPTION_MODEL";
