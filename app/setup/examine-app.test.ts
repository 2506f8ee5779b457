import { expect, onTestFinished, test } from "vitest";
import { serveOnLoopback } from "#e2e/emulators/loopback-server.ts";
import { flawsOf, provideDoctor } from "#test/doctor.ts";

const { doctor } = provideDoctor();

const REPLY = {
  id: "1",
  created: 1,
  model: "m",
  choices: [{ index: 0, message: { role: "assistant", content: "OK" }, finish_reason: "stop" }],
};

test.each([
  ["answers", 200, REPLY, []],
  [
    "does not accept the key",
    401,
    { error: { message: "Incorrect API key", code: "invalid_api_key" } },
    ["The provider of openai/m does not accept the key (401)."],
  ],
  [
    "does not know the model",
    404,
    { error: { message: "no such model" } },
    ["The provider of openai/m does not know this model (404)."],
  ],
])(
  "a model that %s, and is asked once and only if one wants it",
  async (_, status, body, texts) => {
    let asked = 0;
    const { url, stop } = await serveOnLoopback(() => {
      asked += 1;
      return Response.json(body, { status });
    });
    onTestFinished(stop);
    const settings = {
      MODEL: "openai/m",
      OPENAI_BASE_URL: `${url}/v1`,
      OPENAI_API_KEY: "sk-one",
    };
    await doctor(settings);
    expect(asked).toBe(0);
    const found = (await doctor(settings, { model: true })).filter(({ code }) => code === "model");
    expect(asked).toBe(1);
    const remedy =
      "It is set up by MODEL, OPENAI_API_KEY, and OPENAI_BASE_URL: see docs/models.md.";
    expect(flawsOf(found)).toEqual(
      texts.map((text) => ({ code: "model", level: "problem", text, remedy })),
    );
    if (texts.length === 0) expect(found).toMatchObject([{ text: "The model openai/m answers" }]);
  },
);
