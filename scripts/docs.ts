import { readFileSync, writeFileSync } from "node:fs";
import { abouts } from "#adapters/abouts.mjs";
import type { About } from "#adapters/contracts.ts";
import { appEnv, GUIDE_NAMES } from "#lib/base/env.ts";
import { observability } from "#lib/base/observability.ts";
import { mcpServers } from "#lib/mcp/servers.ts";
import { readModelSettings } from "#lib/runs/models/model-settings.ts";
import { readStore } from "#lib/uploads/store.ts";
import { readLimits } from "#lib/usage/limits.ts";
import { BUTTON_LINE, deployButton } from "./lib/deploy-button.ts";
import { forgetSettings } from "./lib/forget-settings.mjs";
import { isTest, listSources } from "./lib/imports.mjs";
import { problem, runMain } from "./lib/problem.mjs";
import { toCell } from "./lib/variables-table.ts";
import "#adapters/about.ts";

const PAGE = "docs/configuration.md";
/** No checked variable accepts both, and what refuses one says what it must be. */
const NONSENSE = ["-1", "="];
/** Set by what runs the app. */
const NOT_OURS = /^(NODE_ENV|VERCEL.*)$/;

interface Variable {
  name: string;
  meaning: string;
}

const providers = Object.values<About>(abouts);
const guideNames = Object.assign({}, GUIDE_NAMES, ...providers.map((about) => about.guideNames));

/** Writes what pages have from the code: the page of all variables and the providers' deploy buttons. Returns the exit code. */
async function writePages(): Promise<number> {
  forgetSettings();
  const sections = readExample();
  const names = sections.flatMap(({ variables }) => variables.map(({ name }) => name));
  compare(names);
  const defaults = { ...appEnv(), ...readModelSettings(), ...readLimits(), ...observability() };
  writeFileSync(PAGE, describe(sections, defaults, await refuse(names)));
  for (const about of providers) writeButton(about);
  return 0;
}

function writeButton(about: About): void {
  const page = `docs/providers/${about.name}.md`;
  const text = readFileSync(page, "utf8");
  writeFileSync(
    page,
    text.replace(BUTTON_LINE, () => deployButton(about)),
  );
}

/** The app's own part of .env.example: a heading, then each variable below what it means. */
function readExample() {
  const [, ...parts] = readFileSync(".env.example", "utf8").split(/^# --- (?=\S+: the )/m);
  return parts.map((part) => {
    const [own = ""] = part.split(/^# --- adapters\//m);
    const title = own.slice(own.indexOf(": ") + 2, own.indexOf(" ---"));
    const variables = Array.from(
      own.matchAll(/((?:^# .*\n)+)^([A-Z]\w+)=/gm),
      ([, comment = "", name = ""]): Variable => ({
        name,
        meaning: comment.replace(/^# /gm, "").trim().replaceAll("\n", " "),
      }),
    );
    return { title, variables };
  });
}

/** Throws unless the code reads exactly these, besides what is a provider's or what guides call them. */
function compare(names: string[]): void {
  const others = providers.flatMap(({ variables, emulatorVariables }) =>
    Object.keys({ ...variables, ...emulatorVariables }),
  );
  const known = [...names, ...others, ...Object.keys(guideNames)];
  const read = new Set(
    listSources()
      .filter((path) => !isTest(path))
      .flatMap(listRead),
  );
  const unknown = [...read].filter((name) => !known.includes(name) && !NOT_OURS.test(name));
  const unread = names.filter((name) => !read.has(name));
  if (unknown.length + unread.length === 0) return;
  throw problem(`.env.example lacks [${unknown}], and nothing reads its [${unread}]`);
}

function listRead(path: string): string[] {
  const text = readFileSync(path, "utf8");
  if (!/^(adapters|drizzle|lib|server)\//.test(path) || !text.includes("readEnv(")) return [];
  return Array.from(text.matchAll(/^\s+([A-Z][A-Z\d_]{3,}): /gm), ([, name = ""]) => name);
}

/** What the code says of variables that cannot be meant, by name. */
async function refuse(names: string[]): Promise<Map<string, string>> {
  const refusals = new Map<string, string>();
  for (const value of NONSENSE) {
    for (const name of names) process.env[name] = value;
    // A copy for each, because what is read is kept.
    const copy = (await import(
      `../lib/base/env.ts?${encodeURIComponent(value)}`
    )) as typeof import("../lib/base/env.ts");
    for (const read of [
      copy.appEnv,
      readModelSettings,
      mcpServers,
      readLimits,
      readStore,
      observability,
    ]) {
      for (const [, name = "", text = ""] of messageOf(read).matchAll(/^ {2}- (\w+): (.*)$/gm)) {
        if (!refusals.has(name)) refusals.set(name, text);
      }
    }
  }
  forgetSettings();
  return refusals;
}

function messageOf(read: () => unknown): string {
  try {
    read();
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

function describe(
  sections: ReturnType<typeof readExample>,
  defaults: Record<string, unknown>,
  refusals: Map<string, string>,
): string {
  const tables = sections.flatMap(({ title, variables }) => [
    `## ${title.charAt(0).toUpperCase()}${title.slice(1)}`,
    table(
      ["variable", "default", "meaning", "value"],
      variables.map(({ name, meaning }) => [
        `\`${name}\``,
        describeDefault(defaults[name]),
        link(toCell(meaning)),
        toCell(refusals.get(name) ?? "–"),
      ]),
    ),
  ]);
  const own = providers.map(({ name, label, variables }) => [
    `[${label}](providers/${name}.md#variables)`,
    Object.keys(variables)
      .map((variable) => `\`${variable}\``)
      .join(", ") || "none",
  ]);
  const renamed = Object.entries<string>(guideNames).map(([guide, name]) => [
    `\`${guide}\``,
    `\`${name}\``,
  ]);
  return [
    "# Configuration",
    "<!-- Written by `npm run docs` from .env.example and from the code that reads the variables. -->",
    INTRODUCTION,
    ...tables,
    "## The provider",
    "What each is, and where it is found, is on the provider's page.",
    table(["provider", "variables"], own),
    "## Names that only guides use",
    table(["in guides", "here"], renamed),
  ]
    .join("\n\n")
    .concat("\n");
}

const INTRODUCTION = `Everything is optional but what a provider needs. Variables come from the environment, then from
\`.env.local\`, then from \`.env\`; [\`.env.example\`](../.env.example) lists them. An empty value counts as not set. A
value that cannot work stops the start with a line that names it and what was expected. So does a name that only
guides use: the line says what it is called here.`;

function describeDefault(value: unknown): string {
  const isNone = value === undefined || (Array.isArray(value) && value.length === 0);
  return isNone ? "–" : `\`${value}\``;
}

const link = (text: string) =>
  text.replace(/docs\/([\w/-]+)\.md/g, (_, page: string) => `[${page.split("/")[0]}](${page}.md)`);

const table = (head: string[], rows: string[][]) =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

await runMain(writePages, { codeWhenStopped: 130 });
