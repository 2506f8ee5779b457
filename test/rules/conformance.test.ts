import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const FOLDER = "e2e/protocol";
const STATEMENTS = 91;

test("every statement of the protocol has a test that begins with its number, none is skipped", () => {
  const specs = readdirSync(FOLDER).filter((name) => /\.(spec|test)\.ts$/.test(name));
  const sources = specs.map((name) => readFileSync(join(FOLDER, name), "utf8"));
  const names = sources.flatMap((source) => [...source.matchAll(/^test\("([\d ]+)\D/gm)]);
  const numbers = new Set(names.flatMap(([, digits = ""]) => digits.trim().split(" ").map(Number)));
  const all = Array.from({ length: STATEMENTS }, (_, index) => index + 1);
  expect([...numbers].sort((one, other) => one - other)).toEqual(all);
  for (const source of sources) expect(source).not.toMatch(/\.(skip|fixme|only)\b/);
});
