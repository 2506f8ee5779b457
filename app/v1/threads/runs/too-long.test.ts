import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { provideDataDir } from "#test/data-dir.ts";
import { apis, provideModelServer, speak } from "#test/model-server.ts";
import { ask, play, signInRunner, text } from "#test/runs/client.ts";

provideDataDir();
const { server } = provideModelServer();
vi.spyOn(console, "error").mockImplementation(() => {});
beforeAll(signInRunner);
afterEach(() => vi.unstubAllEnvs());

/** What the providers say of a request that the model cannot read at once. */
const TOO_LONG_SAID = {
  "OpenAI chat": "This model's maximum context length is 8192 tokens.",
  "OpenAI responses": "Your input exceeds the context window of this model.",
  Anthropic: "prompt is too long: 210482 tokens > 200000 maximum",
  Google: "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
};

test.each(apis)(
  "over the API %s a thread that is too long goes on with half of it",
  async (api) => {
    speak(api);
    server.onMessage(/first/, { content: "Aye." });
    const { threadId } = await play(ask(`first ${"x".repeat(5_000)}`));
    server.reset();
    const error = { message: TOO_LONG_SAID[api], type: "invalid_request_error" };
    const isLong = (request: unknown) => JSON.stringify(request).length > 5_000;
    server.on({ predicate: isLong }, { error, status: 400 });
    server.onMessage(/second/, { content: "Still here." });
    const { events, rebuilt } = await play(ask("second"), threadId);
    expect(events.at(-1)?.type).toBe("RUN_FINISHED");
    expect(rebuilt.map(({ content }) => content)).toEqual([
      text(expect.stringContaining("its beginning is left out from here on")),
      text("Still here."),
    ]);
  },
);
