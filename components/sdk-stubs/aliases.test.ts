import { readdirSync, readFileSync } from "node:fs";
import { EventType } from "@ag-ui/core";
import { expect, test, vi } from "vitest";
import { z as realZod } from "zod";
import * as agUi from "./ag-ui-core.ts";
import { sdkAliases } from "./aliases.ts";
import * as mcp from "./mcp.ts";
import { toJSONSchema, z } from "./zod.ts";

const SDK_ALIASES = sdkAliases(false);
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

/** Schemas of the kind the SDK describes its tools with, and the check it has for JSON Schema. */
const describeTool = ({ z }: { z: typeof realZod }) =>
  z.object({
    componentId: z.string().describe("The ID of the component"),
    success: z.literal(true),
    components: z.array(z.object({ props: z.record(z.string(), z.any()) })).optional(),
    outcome: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("error"), error: z.string() }),
      z.object({ kind: z.literal("done"), count: z.number() }),
    ]),
  });

test("a tool the SDK describes has the JSON Schema that Zod gives", () => {
  const stub = { z: z as unknown as typeof realZod };
  const described = JSON.parse(JSON.stringify(describeTool(stub)));
  expect(described).not.toEqual({});
  expect(realZod.toJSONSchema(describeTool({ z: realZod }))).toMatchObject(described);
});

test("a schema is refused by the check it was refined with", () => {
  const schema = z.looseObject({}).refine(({ type }) => type !== undefined);
  expect(schema.safeParse({ type: "object" })).toEqual({ success: true });
  expect(schema.safeParse({})).toEqual({ success: false });
});

test("a schema of the app is turned into JSON Schema by its own Zod", () => {
  const schema = realZod.object({ city: realZod.string() });
  expect(toJSONSchema(schema)).toEqual(realZod.toJSONSchema(schema));
});

test("everything of the MCP client that the SDK names is there", () => {
  const used = listUsed(
    "@modelcontextprotocol/sdk/types.js",
    /\b(?:index|sse|streamableHttp|types)_js_1\.([a-zA-Z]+)/g,
  );
  expect(used.length).toBeGreaterThan(3);
  expect(Object.keys(mcp)).toEqual(expect.arrayContaining([...used, "ErrorCode", "McpError"]));
});

test("the MCP client that FULL_SDK brings back needs no package of an MCP server", async () => {
  const modules = Object.keys(SDK_ALIASES).filter((name) => name.includes("modelcontextprotocol"));
  const loaded = Object.assign({}, ...(await Promise.all(modules.map((name) => import(name)))));
  for (const name of Object.keys(mcp)) expect(loaded).toHaveProperty(name);
  expect(new loaded.Client({ name: "app", version: "1" })).toHaveProperty("connect");
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

test("where the page asks MCP servers, it may reach them, and their client and all of Zod are there", async () => {
  const files = "#components/tambo/mcp-servers.ts";
  const aliasesOf = ({ turbopack }: { turbopack?: { resolveAlias?: object } }) =>
    Object.keys(turbopack?.resolveAlias ?? {}).filter((name) =>
      /modelcontextprotocol|zod/.test(name),
    );
  expect(aliasesOf((await import("#next.config.ts")).default)).not.toEqual([]);
  const servers = [{ url: "https://mcp.example.com/mcp" }, { url: "http://localhost:4000/mcp" }];
  vi.doMock(files, () => ({ pageMcp: { servers } }));
  vi.resetModules();
  try {
    const policy = (await import("#proxy.ts")).contentSecurityPolicy("abc");
    expect(policy).toContain("connect-src 'self' https://mcp.example.com http://localhost:4000;");
    expect(aliasesOf((await import("#next.config.ts")).default)).toEqual([]);
  } finally {
    vi.doUnmock(files);
    vi.resetModules();
  }
});

test("what is left out says so when it is used", () => {
  expect(() => new mcp.Client()).toThrow("mcp-servers.ts");
});
