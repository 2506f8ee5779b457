import { LLMock } from "@copilotkit/aimock";
import { afterAll, beforeAll, beforeEach, vi } from "vitest";

type Json = Record<string, unknown>;

const HOSTS =
  /^https:\/\/(api\.openai\.com|api\.anthropic\.com|generativelanguage\.googleapis\.com)/;

/**
 * A server on this machine that speaks the APIs of OpenAI, Anthropic and Google; requests to their
 * addresses go to it. Anew for each test: no answers are set up, nothing has been sent.
 */
export function provideModelServer() {
  // Small pieces, and a pause before each: a stream that breaks loses what nobody has read yet.
  const server = new LLMock({ port: 0, chunkSize: 8, latency: 5 });
  const sent: { path: string; headers: Headers; body: Json }[] = [];
  const original = globalThis.fetch;

  beforeAll(async () => {
    await server.start();
    vi.stubGlobal("AI_SDK_LOG_WARNINGS", false);
    vi.stubGlobal("fetch", (address: string | URL, init?: RequestInit) => {
      const url = new URL(String(address).replace(HOSTS, server.url));
      const body: unknown = init?.body;
      if (typeof body === "string") {
        const { pathname: path } = url;
        sent.push({ path, headers: new Headers(init?.headers), body: JSON.parse(body) });
      }
      return original(url, init);
    });
  });
  beforeEach(() => {
    server.reset();
    sent.length = 0;
  });
  afterAll(async () => {
    vi.unstubAllGlobals();
    await server.stop();
  });
  return { server, sent };
}

export const apis = ["OpenAI chat", "OpenAI responses", "Anthropic", "Google"] as const;

/** Settings with which the server is asked in one of the APIs. */
export function speak(api: (typeof apis)[number]): void {
  vi.stubEnv("OPENAI_BASE_URL", "");
  vi.stubEnv("OPENAI_API", api === "OpenAI chat" ? "chat" : "responses");
  vi.stubEnv("OPENAI_API_KEY", "openai-key");
  vi.stubEnv("ANTHROPIC_API_KEY", "anthropic-key");
  vi.stubEnv("GOOGLE_GENERATIVE_AI_API_KEY", "google-key");
  vi.stubEnv("MODEL", `${api.split(" ")[0]?.toLowerCase()}/any`);
}
