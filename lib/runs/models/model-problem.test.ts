import { APICallError } from "ai";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { getThread } from "#lib/threads/list-messages.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { caller, play } from "#test/runs/play.ts";
import { say } from "#test/runs/scripted-model.ts";
import { findModelProblem } from "./model-problem.ts";

provideDataDir();
vi.spyOn(console, "error").mockImplementation(() => {});
beforeEach(() => {
  vi.stubEnv("MODEL", "openai/any");
  vi.stubEnv("OPENAI_BASE_URL", "http://localhost:11434/v1");
});
afterEach(() => vi.unstubAllEnvs());

const SETUP = "It is set up by MODEL, OPENAI_API_KEY, and OPENAI_BASE_URL";

/** As the SDK reports what a provider's server did; its own words are a secret. */
const callFailure = (more: { statusCode?: number; cause?: unknown }) =>
  new APICallError({ message: "key sk-secret", url: "x:", requestBodyValues: {}, ...more });
const network = (code: string) => Object.assign(new Error("connect sk-secret"), { code });

test.each([
  [{ statusCode: 401 }, "The provider of openai/any does not accept the key (401)."],
  [{ statusCode: 404 }, "The provider of openai/any does not know this model (404)."],
  [{ statusCode: 503 }, "The provider of openai/any answered with status 503."],
  [
    { cause: network("ECONNREFUSED") },
    "The provider of openai/any cannot be reached (ECONNREFUSED).",
  ],
  [{}, "The provider of openai/any cannot be reached (no answer)."],
])("a model that fails with %j has a cause, which the thread does not show", async (how, cause) => {
  const { run, events } = await play([callFailure(how)]);
  const problem = await findModelProblem(run.ownerId, run.threadId);
  expect(problem).toContain(`${cause} ${SETUP}`);
  expect(problem).not.toContain("sk-secret");
  expect(events.at(-1)).not.toHaveProperty("cause");
  const { lastRunError } = await getThread(run.ownerId, run.threadId);
  expect(Object.keys(lastRunError ?? {})).toEqual(["code", "message"]);
});

test("the cause is in the thread of its owner alone", async () => {
  const { run } = await play([callFailure({ statusCode: 401 })]);
  expect(await findModelProblem("another-owner-of-tests", run.threadId)).toBeUndefined();
});

test.each([
  ["that answers", say("Hello.")],
  ["that breaks off", [...say("So far"), new TypeError("terminated")]],
])("a model %s has no problem with its setup", async (_, script) => {
  const { run } = await play(script);
  expect(await findModelProblem(caller.ownerId, run.threadId)).toBeUndefined();
});

test.each([
  ["demo", {}, "MODEL"],
  ["Anthropic", { MODEL: "anthropic/any" }, "MODEL and ANTHROPIC_API_KEY"],
  ["Google", { MODEL: "google/any" }, "MODEL and GOOGLE_GENERATIVE_AI_API_KEY"],
  ["OpenAI", { MODEL: "openai/any" }, "MODEL and OPENAI_API_KEY"],
])("the variables of %s are named", async (_, settings, names) => {
  for (const name of ["MODEL", "OPENAI_BASE_URL"]) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  const { run } = await play([callFailure({ statusCode: 401 })]);
  expect(await findModelProblem(run.ownerId, run.threadId)).toContain(`set up by ${names}:`);
});
