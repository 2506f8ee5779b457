import { spawnSync } from "node:child_process";
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { abouts } from "#adapters/abouts.mjs";
import { BUTTON_LINE, deployButton } from "#scripts/lib/deploy-button.ts";
import { findBlocks, listAnchors, listPages, readProse } from "../docs.ts";

vi.setConfig({ testTimeout: 30_000 }); // One starts a process.

const LARGEST_README = 8_192; // bytes
const read = (path: string) => readFileSync(path, "utf8");
const pages = listPages();
const { scripts } = JSON.parse(read("package.json"));

/** What the pages ask for: each reader has it, or needs it for what the page is about. */
const COMMANDS = "npm npx node cd cp curl docker git openssl pg_dump psql vercel".split(" ");
/** Where `npx tambo add` has been run. */
const ELSEWHERE = ["lib/utils.ts"];
const TAKEN_BY_NPM = ["install", "start", "test"];

const PATH =
  /`((?:adapters|app|components|docs|drizzle|e2e|lib|scripts|server|starters|test)\/[\w./<>-]+)`/g;
const EACH = "<provider>";

/** What a page leads to here: its path from the root and, if there is one, the anchor. */
function listLinks(page: string) {
  const links = readProse(page).matchAll(/\]\(<?([^)\s>]+)>?\)|\b(?:src|href)="([^"]+)"/g);
  return Array.from(links, ([, inText, inTag]) => inText ?? inTag ?? "")
    .filter((link) => !/^[a-z]+:/i.test(link))
    .map((link) => {
      const [path = "", anchor] = link.split("#");
      return { link, target: path ? join(dirname(page), path) : page, anchor };
    });
}

test("the README is short", () => {
  expect(statSync("README.md").size).toBeLessThanOrEqual(LARGEST_README);
});

describe.each(pages)("%s", (page) => {
  test("has links that lead to something", () => {
    const broken = listLinks(page).filter(
      ({ target, anchor }) =>
        !existsSync(target) || (anchor !== undefined && !listAnchors(target).includes(anchor)),
    );
    expect(broken.map(({ link }) => link)).toEqual([]);
  });

  test("names files and folders that there are", () => {
    const named = Array.from(read(page).matchAll(PATH), ([, path = ""]) => path);
    const expected = named.flatMap((path) =>
      path.includes(EACH) ? Object.keys(abouts).map((name) => path.replace(EACH, name)) : path,
    );
    expect(expected.filter((path) => !existsSync(path) && !ELSEWHERE.includes(path))).toEqual([]);
  });

  test("names scripts that there are", () => {
    const named = Array.from(read(page).matchAll(/\bnpm run ([\w:-]+)/g), ([, name = ""]) => name);
    expect(named.filter((name) => !scripts[name])).toEqual([]);
  });

  test("asks for commands that are known here", () => {
    const blocks = findBlocks(page).filter(({ language }) => language === "sh");
    expect(blocks.flatMap(({ code }) => listCommands(code)).filter(isUnknown)).toEqual([]);
  });
});

/** Each line's command, without variables before it, texts in quotes and the lines that go on. */
function listCommands(code: string): string[] {
  const lines = code
    .replace(/'[^']*'|"[^"]*"/g, "''")
    .replaceAll("\\\n", "")
    .split("\n");
  return lines
    .map((line) =>
      line
        .replace(/(^|\s)#.*/, "")
        .trim()
        .replace(/^([A-Z]\w*=\S*\s*)+/, ""),
    )
    .filter(Boolean);
}

function isUnknown(line: string): boolean {
  const [command = "", verb = ""] = line.split(/\s+/);
  if (!COMMANDS.includes(command)) return true;
  return command === "npm" && verb !== "run" && !TAKEN_BY_NPM.includes(verb);
}

test("every script is named somewhere", () => {
  const text = pages.map(read).join();
  const named = (name: string) => RegExp(`\\bnpm (run )?${name}(?![\\w:-])`).test(text);
  expect(Object.keys(scripts).filter((name) => !named(name))).toEqual([]);
});

test("every page can be reached from the README", () => {
  const reached = new Set(["README.md"]);
  // A set that grows while it is walked through is walked through to its end.
  for (const page of reached) {
    for (const { target } of listLinks(page)) if (pages.includes(target)) reached.add(target);
  }
  expect(pages.filter((page) => !reached.has(page))).toEqual([]);
});

test("the pages of the providers have the same headings", () => {
  const headings = Object.keys(abouts).map((name) =>
    read(`docs/providers/${name}.md`).match(/^## .+$/gm),
  );
  expect(headings[0]).toHaveLength(8);
  for (const own of headings) expect(own).toEqual(headings[0]);
});

test("the decisions are numbered, listed, and of the same parts", () => {
  const decisions = globSync("docs/decisions/0*.md").toSorted();
  const listed = listLinks("docs/decisions/README.md").map(({ target }) => target);
  expect(listed).toEqual(decisions);
  for (const [index, decision] of decisions.entries()) {
    expect(decision).toContain(`/${String(index + 1).padStart(4, "0")}-`);
    expect(read(decision)).toMatch(new RegExp(`^# ${index + 1}\\. `));
    expect(read(decision).match(/^## .+$/gm)).toEqual([
      "## Context",
      "## Decision",
      "## Consequences",
    ]);
  }
});

test("the walk through the exchange names functions that there are, each used by a step before it", () => {
  const rows = read("docs/architecture.md").matchAll(/^\| \d+ \| `(\w+)` \| `([^`]+)` \|/gm);
  const steps = Array.from(rows, ([, name = "", path = ""]) => ({ name, path }));
  expect(steps.length).toBeGreaterThan(10);
  expect(steps.length).toBeLessThanOrEqual(16);
  expect(new Set(steps.map(({ path }) => path)).size).toBeLessThanOrEqual(10);
  let passed = read("server/api-routes.ts");
  for (const { name, path } of steps) {
    const declares = RegExp(`^(export )?(const|(async )?function) ${name}\\b`, "m");
    expect(read(path)).toMatch(declares);
    expect(passed).toMatch(RegExp(`\\b${name}\\b`));
    passed += read(path);
  }
});

test("`npm run docs` writes the configuration's page and the providers' deploy buttons", (context) => {
  const folder = mkdtempSync(join(tmpdir(), "tambo-users-docs-"));
  context.onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of readdirSync(".")) symlinkSync(resolve(name), join(folder, name));
  rmSync(join(folder, "docs"));
  mkdirSync(join(folder, "docs/providers"), { recursive: true });
  const written = ["docs/configuration.md", ...globSync("docs/providers/*.md")];
  for (const page of written) {
    const elsewhere = read(page).replace(BUTTON_LINE, deployButton(abouts.authjs));
    writeFileSync(join(folder, page), page === "docs/configuration.md" ? "" : elsewhere);
  }
  const { status, stderr } = spawnSync(process.execPath, [resolve("scripts/docs.ts")], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(status, stderr).toBe(0);
  for (const page of written) expect(read(join(folder, page))).toBe(read(page));
});
