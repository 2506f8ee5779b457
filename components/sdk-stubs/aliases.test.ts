import { readdirSync, readFileSync } from "node:fs";
import { EventType } from "@ag-ui/core";
import { expect, test } from "vitest";
import * as agUi from "./ag-ui-core.ts";
import { SDK_ALIASES } from "./aliases.ts";
import * as mcp from "./mcp.ts";
import { z } from "./zod-v4.ts";

const PACKAGES = ["@tambo-ai/react", "@tambo-ai/client"];

const sources = PACKAGES.flatMap((name) => {
  const folder = `node_modules/${name}/esm`;
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter(
      (path) => path.endsWith(".js") && !/\.test\.|__tests__|setupTests|\/testing\//.test(path),
    )
    .map((path) => readFileSync(`${folder}/${path}`, "utf8"));
});

/** Every different first group of a pattern in those sources that mention a module. */
function listUsed(module: string, pattern: RegExp): string[] {
  const users = sources.filter((text) => text.includes(`"${module}"`));
  const names = users.flatMap((text) => Array.from(text.matchAll(pattern), ([, name]) => name));
  return [...new Set(names.filter((name) => name !== undefined))];
}

test.each(PACKAGES)("the stubs were written for the installed %s", (name) => {
  const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  expect(version).toBe({ "@tambo-ai/react": "1.3.0", "@tambo-ai/client": "1.1.3" }[name]);
});

test("every function of Zod that the SDK calls is there", () => {
  const used = [
    ...listUsed("zod/v4", /\bz\.([a-zA-Z]+)\(/g),
    ...listUsed("zod/v3", /\bz\.([a-zA-Z]+)\(/g),
  ];
  expect(used.length).toBeGreaterThan(5);
  expect(Object.keys(z)).toEqual(expect.arrayContaining(used));
});

test("everything of the MCP client that the SDK names is there", () => {
  const used = listUsed(
    "@modelcontextprotocol/sdk/types.js",
    /\b(?:index|sse|streamableHttp|types)_js_1\.([a-zA-Z]+)/g,
  );
  expect(used.length).toBeGreaterThan(3);
  expect(Object.keys(mcp)).toEqual(expect.arrayContaining([...used, "ErrorCode", "McpError"]));
});

test("the events have the names of the package that is left out", () => {
  expect(agUi.EventType).toEqual({ ...EventType });
});

test("every module that is replaced is still asked for", () => {
  const notAskedFor = Object.keys(SDK_ALIASES).filter(
    (module) => !sources.some((text) => text.includes(`"${module}"`)),
  );
  expect(notAskedFor).toEqual([]);
});

test("what is left out says so when it is used", () => {
  expect(() => new mcp.Client()).toThrow("FULL_SDK=1");
});
