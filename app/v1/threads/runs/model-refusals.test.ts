import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { findModelProblem } from "#lib/runs/models/model-problem.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { ask, play, signInRunner } from "#test/runs/client.ts";
import { FILTERED, KEY, QUOTA, REFUSALS, TOO_LONG } from "#test/runs/refusals.ts";
import type { SignedIn } from "#test/sign-in.ts";

provideDataDir();
vi.spyOn(console, "error").mockImplementation(() => {});

let user: SignedIn;
beforeAll(async () => {
  user = await signInRunner();
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

test.each(REFUSALS)("%s answers %d %j: %s", async (provider, status, body, code) => {
  speak(provider, () => Response.json(body, { status }));
  const { events, threadId } = await play(ask("Hi"));
  expect(events.at(-1)).toMatchObject({ type: "RUN_ERROR", code, status });
  expect(JSON.stringify(events)).not.toMatch(/sk-secret|billing details|token count/);
  expect(await findModelProblem(user.ownerId, threadId)).toMatch(
    PROBLEMS[code] ?? /answered with status|does not know/,
  );
});

const PROBLEMS: Record<string, RegExp> = {
  [KEY]: /does not accept the key \(40[013]\)/,
  [QUOTA]: /until its quota is renewed or raised \(4\d\d\)/,
  [TOO_LONG]: /was sent more than the model can read \(4\d\d\)/,
  [FILTERED]: /does not allow the question \(400\)/,
};

const stream = (...events: object[]) => {
  const lines = events.map(
    (event) =>
      `event: ${(event as { type?: string }).type ?? "message"}\ndata: ${JSON.stringify(event)}\n\n`,
  );
  return new Response(lines.join(""), { headers: { "content-type": "text/event-stream" } });
};

test.each([
  ["google", [{ promptFeedback: { blockReason: "PROHIBITED_CONTENT" } }]],
  [
    "google",
    [
      {
        candidates: [
          { content: { role: "model", parts: [{ text: "So" }] }, finishReason: "SAFETY" },
        ],
      },
    ],
  ],
  [
    "anthropic",
    [
      {
        type: "message_start",
        message: {
          id: "m",
          type: "message",
          role: "assistant",
          model: "any",
          content: [],
          usage: { input_tokens: 1, output_tokens: 1 },
        },
      },
      { type: "message_delta", delta: { stop_reason: "refusal" }, usage: { output_tokens: 1 } },
      { type: "message_stop" },
    ],
  ],
])("an answer of %s that its filter ended is no whole one: %j", async (provider, events) => {
  speak(provider, () => stream(...events));
  const played = await play(ask("Hi"));
  expect(played.events.at(-1)).toMatchObject({
    type: "RUN_ERROR",
    code: FILTERED,
    isRetryable: false,
  });
});

/** Lets a provider answer so. */
function speak(provider: string, answer: () => Response): void {
  vi.stubEnv("OPENAI_BASE_URL", "");
  vi.stubEnv("MODEL", `${provider}/any`);
  for (const name of ["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GOOGLE_GENERATIVE_AI_API_KEY"]) {
    vi.stubEnv(name, "key");
  }
  vi.stubGlobal("fetch", async () => answer());
}
