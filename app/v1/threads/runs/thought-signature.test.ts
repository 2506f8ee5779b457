import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { add, ask, loadMessages, play, signInRunner, text, weather } from "#test/runs/client.ts";

provideDataDir();

type Content = { role: string; parts: Record<string, unknown>[] };

const sent: Content[][] = [];
/** What Gemini streams, one answer after another. */
const answers: object[][] = [];

beforeAll(async () => {
  await signInRunner();
  vi.stubEnv("MODEL", "google/gemini-3-pro-preview");
  vi.stubEnv("GOOGLE_GENERATIVE_AI_API_KEY", "google-key");
  vi.stubGlobal("fetch", async (_: unknown, { body }: { body: string }) => {
    sent.push(JSON.parse(body).contents);
    const content = { role: "model", parts: answers.shift() ?? [] };
    const event = { candidates: [{ content, finishReason: "STOP" }] };
    const headers = { "content-type": "text/event-stream" };
    return new Response(`data: ${JSON.stringify(event)}\n\n`, { headers });
  });
});
afterAll(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

const callOf = (name: string, args: object, thoughtSignature: string) => ({
  functionCall: { name, args },
  thoughtSignature,
});
const signatures = (contents: Content[] = []) =>
  contents.flatMap(({ parts }) =>
    parts.flatMap((part) => (part.functionCall ? [part.thoughtSignature] : [])),
  );

test("Gemini gets the signature of a thought back with its call, and nobody else sees it", async () => {
  const offer = { availableComponents: [weather], tools: [add] };
  const props = { city: "Oslo", days: [{ t: 12 }] };
  answers.push(
    [callOf("show_component_WeatherCard", props, "signature-of-card")],
    [callOf("add", { a: 1, b: 2 }, "signature-of-add")],
    [{ text: "It is 3." }],
    [{ text: "Hello." }],
  );
  const first = await play(ask("weather, and 1+2?", offer));
  const call = first.rebuilt[0]?.content.find(({ type }) => type === "tool_use");
  const result = { type: "tool_result", toolUseId: call?.id, content: text("3") };
  const message = { role: "user", content: [result] };
  const more = { ...offer, message, previousRunId: first.runId };
  const second = await play(ask("", more), first.threadId);
  await play(ask("Hi", offer), first.threadId);

  const both = ["signature-of-card", "signature-of-add"];
  expect(sent.map(signatures)).toEqual([[], ["signature-of-card"], both, both]);
  const shown = [first.events, second.events, await loadMessages(first.threadId)];
  expect(JSON.stringify(shown)).not.toMatch(/signature|providerOptions/i);
});
