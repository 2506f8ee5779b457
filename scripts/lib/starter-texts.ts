import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { About } from "#adapters/contracts.ts";
import { deployButton } from "./deploy-button.ts";
import { root } from "./root.mjs";
import type { Shape } from "./select-packages.ts";
import { describeVariables, toRow } from "./variables-table.ts";

const LOCAL = "http://localhost:3000";
const read = (shape: Shape, name: string) =>
  readFileSync(join(root, "starters", shape, name), "utf8");

/** README.md, from the text that all starters of a shape have and what is known of the provider. */
export function describeStarter(about: About, shape: Shape): string {
  const { label, documentation, setUp, emulator, hostedBy, needsDatabase } = about;
  const text = fill(read(shape, "README.template.md"), {
    label,
    documentation,
    setUp: setUp.map((step) => `- ${step.replaceAll("APP_URL", LOCAL)}`).join("\n"),
    variables: describeOwn(about, shape).map(toRow).join("\n"),
    database: describeDatabase(about),
    deployButton: deployButton(about, shape),
    whereAddress: hostedBy ?? (emulator ? label : "the services that people sign in with"),
    emulator,
    needsDatabase,
  });
  return text.replace(/\n{3,}/g, "\n\n");
}

/** .env.example */
export function listVariables(about: About, shape: Shape): string {
  const { label, needsDatabase } = about;
  const database = describeDatabase(about);
  const template = fill(read(shape, "env.template"), { database, needsDatabase });
  const lines = describeOwn(about, shape).map(([name, text]) => `# ${text}\n${name}=\n`);
  return lines.length > 0 ? `${template}\n# --- ${label} ---\n\n${lines.join("")}` : template;
}

/** `{{name}}` is a value, and what stands between `{{#name}}` or `{{^name}}` and `{{/name}}` is there with it, or without it. */
const fill = (text: string, values: Record<string, unknown>) =>
  text
    .replace(
      /\{\{([#^])(\w+)\}\}([^{}]*(?:\{\{\w+\}\}[^{}]*)*)\{\{\/\2\}\}/g,
      (_, kind, name, part) => (Boolean(values[name]) === (kind === "#") ? part : ""),
    )
    .replace(/\{\{(\w+)\}\}/g, (_, name) => String(values[name]));

const DATABASE = "DATABASE_URL";

const describeDatabase = ({ variables }: About) =>
  variables[DATABASE] ??
  "postgres://…; without it the data are in DATA_DIR, in an embedded database for development";

/** Without the one that the templates of those with their own backend have. */
const describeOwn = (about: About, shape: Shape) =>
  describeVariables(about).filter(([name]) => shape === "hosted" || name !== DATABASE);
