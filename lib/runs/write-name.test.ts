import { expect, test, vi } from "vitest";
import { demoModel } from "#lib/runs/models/demo/demo-model.ts";
import { provideDataDir } from "#test/data-dir.ts";
import { type Part, say, scriptedModel } from "#test/runs/scripted-model.ts";
import { cutName, writeName } from "./write-name.ts";

provideDataDir();

const OWNER = { ownerId: "owner-of-names".padEnd(22, "0"), projectId: "default" };
const QUESTION = "Wie hat sich der Umsatz in Europa entwickelt?";
const naming = (name: string) => scriptedModel(say(JSON.stringify({ name }))).model;

test.each([
  ["Umsatz in Europa", "Umsatz in Europa"],
  ["Umsatz nach Regionen im letzten Halbjahr", "Umsatz nach Regionen im…"],
  ["  Umsatz\n2026. ", "Umsatz 2026"],
  ["Um\0satz", "Umsatz"],
  ["", "Wie hat sich der Umsatz in…"],
])("a model's name %j becomes %j", async (given, name) => {
  expect(await writeName(OWNER, QUESTION, naming(given))).toBe(name);
});

test.each<[string, (Part | Error)[]]>([
  ["is out of reach", [new Error("secret of the provider")]],
  ["answers no JSON", say("I would call it Revenue")],
  ["answers other JSON", say('{"title":"Revenue"}')],
])("a model that %s leaves the beginning of the question, and no error", async (_, script) => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const { model } = scriptedModel(script);
  expect(await writeName(OWNER, QUESTION, model)).toBe("Wie hat sich der Umsatz in…");
  expect(log.mock.calls.flat().join()).toMatch(/^name: the model failed: \w+$/);
  log.mockRestore();
});

test("the model is told the question as data, in a prompt of its own", async () => {
  const { model, asked } = scriptedModel(say('{"name":"Umsatz"}'));
  await writeName(OWNER, QUESTION, model);
  const [system, question] = asked[0]?.prompt ?? [];
  expect(system?.content).toContain("in the language of the message");
  expect(question?.content).toMatchObject([{ text: JSON.stringify({ message: QUESTION }) }]);
});

test("the demo model takes the beginning of the question", async () => {
  const model = demoModel({ chunkDelayMilliseconds: 40 });
  expect(await writeName(OWNER, "show revenue by region?", model)).toBe("Show revenue by region");
});

test.each([
  ["show revenue by region?", "Show revenue by region"],
  ["  How did\n revenue develop by region this half-year?", "How did revenue develop by…"],
  ["Exactly thirty characters here", "Exactly thirty characters here"],
  ["Donaudampfschifffahrtsgesellschaftskapitän", "Donaudampfschifffahrtsgesells…"],
  ["", "New chat"],
  ["???", "New chat"],
])("%j becomes the name %j", (question, name) => {
  expect(cutName(question)).toBe(name);
  expect(name.length).toBeLessThanOrEqual(30);
});

test("a name never ends in half a character", () => {
  expect(cutName("😀".repeat(40)).isWellFormed()).toBe(true);
});

test("a long question that is all punctuation is named at once", () => {
  const started = performance.now();
  expect(cutName(`${".".repeat(1_000_000)}x`)).toBe("New chat");
  expect(performance.now() - started).toBeLessThan(1_000);
});
