import { beforeAll, expect, test } from "vitest";
import { categories } from "./categories.ts";
import { closeConnections } from "./send.ts";
import { type Result, runCategory, writeResult } from "./suite.ts";
import { startVulnerable, subjectTokenOf } from "./vulnerable.ts";
import { makeWorld } from "./world.ts";

/** Every fourth case; the first and the last need not be among them. */
const SHARE = 4;

let results: Result[];
let cases = 0;

beforeAll(async () => {
  const backend = await startVulnerable();
  const world = await makeWorld({
    url: backend.url,
    apiKey: "pk_app",
    otherApiKey: "pk_other",
    subjectTokens: [subjectTokenOf("alice"), subjectTokenOf("bob")],
  });
  const running = categories.map(async (category) => {
    const all = await category.list(world);
    cases += all.length;
    return runCategory(world, { ...category, list: () => all.filter((_, at) => at % SHARE === 1) });
  });
  results = await Promise.all(running);
  closeConnections();
  await backend.close();
});

test("every category finds what is wrong in a backend that is vulnerable", () => {
  const found = results.map(({ category, findings }) => [category, findings.length > 0]);
  expect(found).toEqual(categories.map(({ name }) => [name, true]));
});

test("there are at least 500 cases", () => {
  expect(cases).toBeGreaterThanOrEqual(500);
});

test("a finding tells the request and what was expected, and no secret", () => {
  const text = results.map(writeResult).join("\n");
  expect(text).toMatch(/^isolation: \d+ cases, \d+ refused, \d+ findings$/m);
  expect(text).toContain(
    "bob: PATCH /v1/threads/:threadId, 1\n    expected 404 and nothing of alice's",
  );
  // Neither those that were given nor those that an attack got, and nothing that a terminal obeys.
  expect(text).not.toMatch(/eyJ\w{9}/);
  expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
});
