import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  findCircles,
  isAllowed,
  isTest,
  listImports,
  listOverlayImports,
  listSources,
} from "#scripts/lib/imports.mjs";

const LONGEST_FILE = 200; // lines
/** Tools, and what starts or checks the app from outside. */
const READS_ENVIRONMENT =
  /^(lib\/base\/read-env\.ts|[^/]+\.config\.ts|drizzle\/config\.ts|instrumentation\.ts|(e2e|scripts|server|test)\/.*)$/;

const sources = listSources();

describe("imports", () => {
  const imports = listImports();

  test("are found, types too", () => {
    const find = (from: string, to: string) => expect.objectContaining({ from, to });
    expect(imports).toContainEqual(find("app/oauth/token/route.ts", "adapters/trust.ts"));
    expect(imports).toContainEqual(find("adapters/trust.ts", "adapters/contracts.ts"));
    expect(imports).toContainEqual(find("adapters/trust.ts", "adapters/better-auth/trust.ts"));
  });

  test.each([
    ["lib/base/http/handle.ts", "drizzle/client.ts"],
    ["drizzle/client.ts", "lib/projects/projects.ts"],
    ["lib/trust/discovery.ts", "lib/projects/projects.ts"],
    ["lib/identity/caller.ts", "lib/admin/owners.ts"],
    ["lib/identity/caller.ts", "adapters/trust.ts"],
    ["lib/identity/client/use-user-token.ts", "lib/identity/user-token.ts"],
    ["lib/admin/owners.ts", "lib/runs/running.ts"],
    ["lib/loose.ts", "lib/base/env.ts"],
    ["components/chat/tambo-provider.tsx", "lib/trust/strategy.ts"],
    ["components/chat/tambo-provider.tsx", "app/current-user.ts"],
    ["adapters/clerk/session.ts", "adapters/session.ts"],
    ["adapters/clerk/session.ts", "adapters/auth0/session.ts"],
    ["adapters/contracts.ts", "adapters/session.ts"],
    ["adapters/auth-requests.ts", "adapters/clerk/session.ts"],
    ["instrumentation.ts", "adapters/clerk/session.ts"],
    ["app/page.tsx", "adapters/clerk/session.ts"],
    ["app/page.tsx", "server/boot.ts"],
  ])("%s must not import %s", (from, to) => {
    expect(isAllowed({ from, to })).toBe(false);
  });

  test("go down", () => {
    const all = [...imports, ...listOverlayImports()];
    expect(all.filter((found) => !isAllowed(found))).toEqual([]);
  });

  test("close no circle", () => {
    const line = (...files: string[]) =>
      files.slice(1).map((to, index) => ({ from: String(files[index]), to }));
    expect(findCircles(line("a", "b", "c", "d"))).toEqual([]);
    expect(findCircles(line("a", "b", "c", "b", "d"))).toEqual([["b", "c", "b"]]);
    expect(findCircles([...line("a", "b"), { from: "b", to: "a", isLazy: true }])).toEqual([]);
    expect(findCircles(imports.filter(({ from }) => !from.startsWith("e2e/")))).toEqual([]);
  });
});

test(`no file is longer than ${LONGEST_FILE} lines`, () => {
  const countLines = (path: string) => readFileSync(path, "utf8").trimEnd().split("\n").length;
  expect(sources.filter((path) => countLines(path) > LONGEST_FILE)).toEqual([]);
});

test("only lib/base/read-env.ts, and what is around the app, reads the environment", () => {
  const readers = sources.filter((path) => readFileSync(path, "utf8").includes("process.env"));
  expect(readers).toContain("lib/base/read-env.ts");
  expect(readers.filter((path) => !READS_ENVIRONMENT.test(path) && !isTest(path))).toEqual([]);
});
