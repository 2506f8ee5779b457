import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { abouts } from "#adapters/abouts.mjs";
import type { About } from "#adapters/contracts.ts";
import { isTest, listSources } from "#scripts/lib/imports.mjs";
import { describeVariables, toRow } from "#scripts/lib/variables-table.ts";

const all: About[] = Object.values(abouts);
const listAll = (about: About): [string, string][] => [
  ...describeVariables(about),
  ...Object.entries(about.emulatorVariables ?? {}).map(([name, text]): [string, string] => [
    name,
    `only for an emulator: ${text}`,
  ]),
];
const read = (path: string) => readFileSync(path, "utf8");
const { dependencies } = JSON.parse(read("package.json"));
const sources = listSources().filter((path) => !isTest(path));
/** These go through each provider's own pages, tokens and cookies. */
const TESTS = /^(e2e|test)\//;

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
/** Neon is a database, too, whoever the provider is; Auth.js is a library that Neon's adapter uses as well. */
const OTHER_MEANING: Record<string, RegExp> = {
  neon: /^(drizzle\/(connect|drivers\/neon)\.ts|scripts\/lib\/deploy-button\.ts|lib\/base\/env\.ts|scripts\/test\.mjs|vitest\.config\.ts)$/,
  authjs: /^adapters\/(neon|shared)\//,
};
/** Of a registry: imports a part of one provider, or is its entry in `abouts`. */
const REGISTRY = /^adapters\//;
const isEntry = (line: string) =>
  /"\.\.?\/[\w-]+(\/[\w-]+)?\.(tsx?|mjs)"|^ {2}("[\w-]+": )?\w+,$/.test(line);

test("each provider is called by the name of its folder", () => {
  expect(Object.entries(abouts).map(([name, about]) => [name, about.name])).toEqual(
    Object.keys(abouts).map((name) => [name, name]),
  );
  expect(Object.keys(NAMES)).toEqual(Object.keys(abouts).toSorted());
});

describe.each(all)("$label", (about) => {
  const { name, packages, externalPackages = [] } = about;

  test("is named in its folder alone, and in an entry of each registry", () => {
    const others = sources.filter(
      (path) =>
        !TESTS.test(path) &&
        !path.startsWith(`adapters/${name}/`) &&
        !OTHER_MEANING[name]?.test(path),
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
    expect(packages).toEqual(expect.arrayContaining(externalPackages));
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

  test("has a page, with its variables", () => {
    const page = read(`docs/providers/${name}.md`);
    expect(page).toContain(`\`AUTH_PROVIDER=${name}\``);
    expect(page).toContain(`(${about.documentation})`);
    expect(page.match(/^\| `[A-Z].*\|$/gm) ?? []).toEqual(listAll(about).map(toRow));
  });
});

test(".env.example ends with the variables of each", () => {
  const parts = all
    .filter((about) => listAll(about).length > 0)
    .map((about) =>
      [
        `# --- adapters/${about.name}: ${about.label}, AUTH_PROVIDER=${about.name} ---\n`,
        ...listAll(about).map(([name, text]) => `# ${text}\n# ${name}=`),
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
      `[${about.label}](docs/providers/${about.name}.md)`,
      `\`${about.name}\``,
      about.hostedBy ? `${about.hostedBy}'s page` : "our own page",
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

test.each([
  ["tambo-elsewhere", "the token in the page", all.filter(({ ownTokenToPage }) => ownTokenToPage)],
  ["retrieval-modes", "hook", all.filter(({ name }) => existsSync(`adapters/${name}/client.tsx`))],
])(
  "in docs/%s.md the table with the column “%s” has a row for each of its providers",
  (page, column, having) => {
    const text = read(`docs/${page}.md`);
    const [table = ""] =
      text.match(new RegExp(`^\\| provider \\| ${column} .*\n(\\|.*\n)+`, "m")) ?? [];
    const [, , ...rows] = table.trim().split("\n");
    const labels = rows.map((row) => row.split(" | ")[0]?.slice("| ".length));
    expect(labels.toSorted()).toEqual(having.map(({ label }) => label).toSorted());
  },
);

test("there are starters of each", () => {
  const shared = ["both", "form-hosted", "form-own", "hosted", "link", "next-auth-hosted", "own"];
  const starters = readdirSync("starters").filter((name) => !shared.includes(name));
  const providers = new Set(starters.map((name) => name.replace(/-(hosted|own)$/, "")));
  expect([...providers].toSorted()).toEqual(all.map(({ name }) => name).toSorted());
});
