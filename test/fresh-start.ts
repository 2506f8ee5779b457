import { afterAll, vi } from "vitest";

// One process runs many test files. Each begins as in a new one all the same: with modules of its
// own, nothing process-wide, and the variables as they were given.

vi.resetModules();
for (const key of Object.getOwnPropertySymbols(globalThis)) {
  if (key.description?.startsWith("tambo-users.")) Reflect.deleteProperty(globalThis, key);
}

// What adapters/about.ts puts there for the floors below.
await import("#adapters/about.ts");

const given = { ...process.env };

afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, given);
});
