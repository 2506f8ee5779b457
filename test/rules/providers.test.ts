import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { abouts } from "#adapters/abouts.mjs";
import type { About } from "#adapters/contracts.ts";
import { isTest, listSources } from "#scripts/lib/imports.mjs";
import { describeRow, describeVariable } from "#scripts/lib/starter-texts.ts";

const all: About[] = Object.values(abouts);
const read = (path: string) => readFileSync(path, "utf8");
const sections = read("README.md").split("\n### ");
const { dependencies } = JSON.parse(read("package.json"));
const sources = listSources().filter((path) => !isTest(path));
const PRODUCT =
  /^(app|components|drizzle|lib|scripts|server)\/|^adapters\/[^/]+$|^(proxy|instrumentation.*)\.ts$/;

/** As their names and their variables are written. */
const NAMES: Record<string, RegExp> = {
  auth0: /auth0/i,
  authjs: /auth\.?js/i,
  "better-auth": /better.?auth/i,
  clerk: /clerk/i,
  neon: /\bneon/i,
  supabase: /supabase/i,
  workos: /workos/i,
};
/** Neon is a database, too, whoever the provider is. */
const DATABASE =
  /^(drizzle\/(client|database|drivers\/.*)\.ts|lib\/base\/env\.ts|app\/health\/route\.ts|scripts\/test\.mjs)$/;
/** Of a registry: imports a part of one provider, or is its entry in `abouts`. */
const REGISTRY = /^adapters\/|^drizzle\/schema\/index\.ts$/;
const isEntry = (line: string) =>
  /"\.\.?\/[\w-]+(\/[\w-]+)?\.(tsx?|mjs)"|^ {2}("[\w-]+": )?\w+,$/.test(line);

test("each provider is called by the name of its folder", () => {
  expect(Object.entries(abouts).map(([name, about]) => [name, about.name])).toEqual(
    Object.keys(abouts).map((name) => [name, name]),
  );
  expect(Object.keys(NAMES)).toEqual(Object.keys(abouts).toSorted());
});

describe.each(all)("$label", ({ name, tables, packages, variables }) => {
  test("is named in its folder alone, and in an entry of each registry", () => {
    const others = sources.filter(
      (path) => PRODUCT.test(path) && path !== tables && !(name === "neon" && DATABASE.test(path)),
    );
    const found = others.flatMap((path) =>
      read(path)
        .split("\n")
        .filter((line) => NAMES[name]?.test(line) && !(REGISTRY.test(path) && isEntry(line)))
        .map((line) => `${path}: ${line}`),
    );
    expect(found).toEqual([]);
  });

  test("says which packages its folder needs besides those of the app", () => {
    expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(packages));
    const ofOthers = all.flatMap((other) => other.packages).filter((it) => !packages.includes(it));
    const texts = sources.filter((path) => path.startsWith(`adapters/${name}/`)).map(read);
    const imported = texts.flatMap((text) =>
      Array.from(
        text.matchAll(/(?:from |import\()"((?:@[\w-]+\/)?[\w-]+)(?=["/])/g),
        ([, it = ""]) => it,
      ),
    );
    expect(imported.filter((it) => ofOthers.includes(it))).toEqual([]);
    expect(imported.filter((it) => !dependencies[it])).toEqual([]);
  });

  test("has its variables in the README", () => {
    const section = sections.find((text) => text.includes(`\`AUTH_PROVIDER=${name}\``));
    const rows = variables.map(describeRow);
    expect(section?.match(/^\| `[A-Z].*\|$/gm) ?? []).toEqual(rows);
  });
});

test(".env.example ends with the variables of each", () => {
  const parts = all
    .filter(({ variables }) => variables.length > 0)
    .map(({ name, label, variables }) =>
      [
        `# --- adapters/${name}: ${label}, AUTH_PROVIDER=${name} ---\n`,
        ...variables.map((it) => `# ${describeVariable(it)}\n# ${it.name}=`),
      ].join("\n"),
    );
  const example = read(".env.example");
  expect(example.slice(example.indexOf("# --- adapters/"))).toBe(`${parts.join("\n\n")}\n`);
});

test("the README compares them", () => {
  const say = (is: boolean) => (is ? "yes" : "no");
  const rows = all.map((about) =>
    [
      "",
      `[${about.label}](${about.documentation})`,
      `\`${about.name}\``,
      about.hostedBy ? `${about.hostedBy}'s page` : "our own form",
      say(about.ownTokenToPage),
      say(about.organisations),
      say(about.needsDatabase),
      about.packages.map((it) => `\`${it}\``).join(", "),
      "",
    ]
      .join(" | ")
      .trim(),
  );
  expect(read("README.md")).toContain(`|---|---|---|---|---|---|---|\n${rows.join("\n")}\n\n`);
});
