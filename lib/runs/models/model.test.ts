import { afterEach, describe, expect, test, vi } from "vitest";
import { modelFor } from "./model.ts";
import { modelName } from "./model-settings.ts";

afterEach(() => vi.unstubAllEnvs());

const NAMES = [
  "MODEL",
  "OPENAI_API_KEY",
  "OPENAI_BASE_URL",
  "OPENAI_API",
  "ANTHROPIC_API_KEY",
  "GOOGLE_GENERATIVE_AI_API_KEY",
];

/** The model of these settings and no others. */
function configure(settings: Record<string, string>) {
  for (const name of NAMES) vi.stubEnv(name, settings[name] ?? "");
  return modelFor();
}

const OLLAMA = "http://localhost:11434/v1";

describe("the model", () => {
  test.each([
    ["nothing", {}, "demo", "demo"],
    ["a key alone", { OPENAI_API_KEY: "k" }, "demo", "demo"],
    ["OpenAI", { MODEL: "openai/m", OPENAI_API_KEY: "k" }, "openai.responses", "m"],
    [
      "OpenAI's older API",
      { MODEL: "openai/m", OPENAI_API_KEY: "k", OPENAI_API: "chat" },
      "openai.chat",
      "m",
    ],
    ["another server", { MODEL: "openai/a/b", OPENAI_BASE_URL: OLLAMA }, "openai.chat", "a/b"],
    [
      "another server with the newer API",
      { MODEL: "openai/m", OPENAI_BASE_URL: OLLAMA, OPENAI_API: "responses" },
      "openai.responses",
      "m",
    ],
    ["Anthropic", { MODEL: "anthropic/m", ANTHROPIC_API_KEY: "k" }, "anthropic.messages", "m"],
    [
      "Google",
      { MODEL: "google/m", GOOGLE_GENERATIVE_AI_API_KEY: "k" },
      "google.generative-ai",
      "m",
    ],
  ])("with %s", async (_, settings, provider, modelId) => {
    expect(await configure(settings)).toMatchObject({ provider, modelId });
    expect(modelName()).toBe((settings as { MODEL?: string }).MODEL ?? "demo");
  });

  test.each([
    [
      { MODEL: "openai/m" },
      "OPENAI_API_KEY: must be set for MODEL=openai/m; your key is at https://",
    ],
    [{ MODEL: "anthropic/m" }, "ANTHROPIC_API_KEY: must be set for MODEL=anthropic/m; your key"],
    [{ MODEL: "google/m" }, "GOOGLE_GENERATIVE_AI_API_KEY: must be set for MODEL=google/m; your"],
    [{ MODEL: "mistral/m" }, "MODEL: must be openai/…, anthropic/… or google/…"],
    [{ MODEL: "gpt-4.1" }, "MODEL: must be openai/…, anthropic/… or google/…"],
    [{ OPENAI_BASE_URL: OLLAMA }, "MODEL: must name a model of the server at OPENAI_BASE_URL"],
    [
      { MODEL: "openai/m", OPENAI_BASE_URL: "localhost:11434" },
      "OPENAI_BASE_URL: must be an absolute URL",
    ],
    [
      { MODEL: "openai/m", OPENAI_BASE_URL: OLLAMA, OPENAI_API: "completions" },
      "OPENAI_API: must be chat or responses",
    ],
  ])("with %j stops the start", async (settings, problem) => {
    await expect(configure(settings)).rejects.toMatchObject({
      name: "EnvError",
      message: expect.stringContaining(`\n  - ${problem}`),
    });
  });
});
