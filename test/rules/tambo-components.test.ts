import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { build } from "esbuild";
import { compile } from "tailwindcss";
import { expect, test } from "vitest";
import { listImportsOf, listSources } from "#scripts/lib/imports.mjs";
import { root } from "#scripts/lib/root.mjs";

/** What the component needs of the app's styles, by the templates of that version of the package. */
const { variables, classes } = JSON.parse(
  readFileSync(join(root, "test/tambo-components.json"), "utf8"),
);
const styles = readFileSync("app/globals.css", "utf8");
const tailwind = createRequire(import.meta.url).resolve("tailwindcss/index.css");

function loadStylesheet(id: string, base: string) {
  const path = id === "tailwindcss" ? tailwind : resolve(base, id);
  const content = readFileSync(path, "utf8");
  return Promise.resolve({ path, base: dirname(path), content });
}

test("`npx tambo add` finds all of its variables in globals.css, and adds none that would win over ours", () => {
  const own = /\n:root \{\n([\s\S]*?)\n\}/.exec(styles)?.[1] ?? "";
  const defined = Array.from(own.matchAll(/^ {2}(--[\w-]+):/gm), ([, name]) => name);
  expect(defined).toEqual(expect.arrayContaining(variables.split(" ")));
});

test("none of them is called like a token of ours that means something else", () => {
  const theme = readFileSync("app/theme.css", "utf8");
  const tokens = Array.from(theme.matchAll(/^ {2}(--[\w-]+): light-dark/gm), ([, name]) => name);
  expect(tokens.length).toBeGreaterThan(10);
  expect(tokens.filter((name) => variables.split(" ").includes(name))).toEqual([]);
});

test("each of its classes has a style here", async () => {
  const { build } = await compile(styles, { base: resolve("app"), loadStylesheet });
  let before = build([]);
  const without = classes.split(" ").filter((name: string) => {
    const after = build([name]);
    const isUnknown = after === before;
    before = after;
    return isUnknown;
  });
  expect(classes.split(" ").length).toBeGreaterThan(100);
  expect(without).toEqual([]);
});

test("its imports are found: @/ is the project's folder", async () => {
  const contents = `export { readTheme } from "@/components/ui/theme";`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: resolve("components/tambo") },
    bundle: true,
    format: "esm",
    write: false,
  });
  expect(outputFiles[0]?.text).toContain("function readTheme(");
});

test("lib/utils.ts is left to the command, whose `cn` lets later classes win over earlier ones", () => {
  expect(existsSync("lib/utils.ts")).toBe(false);
});

test("TamboProvider stands in files that are named for it", () => {
  const files = listSources().filter((path) =>
    readFileSync(path, "utf8").includes("<TamboProvider\n"),
  );
  expect(files.filter((path) => path.startsWith("components/"))).toEqual([
    "components/chat/tambo-provider.tsx",
    "components/small-chat/tambo-provider.tsx",
  ]);
});

test.each([
  ["app/(chat)/layout.tsx", "components/chat/tambo-provider.tsx"],
  ["starters/hosted/app/page.tsx", "components/small-chat/tambo-provider.tsx"],
])("from %s it is at most two imports to %s", (from, to) => {
  const follow = (path: string) =>
    /\.tsx$/.test(path) ? listImportsOf(path).map((found) => found.to) : [];
  // A starter's own files are in another place here than there.
  const near = follow(from).filter((path) => path.startsWith("components/"));
  expect([...near, ...near.flatMap(follow)]).toContain(to);
});
