import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { About } from "#adapters/contracts.ts";
import { deployButton } from "./deploy-button.ts";
import { root } from "./root.mjs";
import type { Shape } from "./select-packages.ts";

const LOCAL = "http://localhost:3000";
const read = (shape: Shape, name: string) =>
  readFileSync(join(root, "starters", shape, name), "utf8");

/** README.md, from the text that all starters of a shape have and what is known of the provider. */
export function describeStarter(about: About, shape: Shape): string {
  const { label, documentation, setUp, emulator } = about;
  const steps = setUp.map((step) => `- ${step.replaceAll("APP_URL", LOCAL)}`);
  const values = {
    label,
    documentation,
    setUp: steps.join("\n"),
    variables: describeOwn(about, shape).map(toRow).join("\n"),
    database: describeDatabase(about),
    deployButton: deployButton(about, shape),
    withoutAccount: emulator
      ? `as long as \`.env.local\` is missing, ${label} is emulated\non this machine, and \`npm start\` prints who can sign in.`
      : "whoever opens the app makes one in it.",
    emulators: emulator ? `, and the emulator of ${label}` : "",
  };
  return Object.entries(values)
    .reduce(
      (text, [name, value]) => text.replaceAll(`{{${name}}}`, value),
      read(shape, "README.template.md"),
    )
    .replace(/\n{3,}/g, "\n\n");
}

/** .env.example */
export function listVariables(about: About, shape: Shape): string {
  const template = read(shape, "env.template").replace("{{database}}", describeDatabase(about));
  const lines = describeOwn(about, shape).map(([name, text]) => `# ${text}\n${name}=\n`);
  return lines.length > 0 ? `${template}\n# --- ${about.label} ---\n\n${lines.join("")}` : template;
}

const DATABASE = "DATABASE_URL";

const describeDatabase = ({ variables }: About) =>
  variables[DATABASE] ??
  "postgres://…; without it the data are in DATA_DIR, in an embedded database for development";

/** Without the one that the templates of those with their own backend have. */
const describeOwn = (about: About, shape: Shape) =>
  describeVariables(about).filter(([name]) => shape === "hosted" || name !== DATABASE);

/** What people set, by name. */
export function describeVariables({ variables, secrets, optional }: About): [string, string][] {
  return Object.entries(variables).map(([name, text]) => [
    name,
    [text, optional?.includes(name) && "optional", secrets?.includes(name) && "secret"]
      .filter(Boolean)
      .join("; "),
  ]);
}

/** For a table in Markdown. */
export const toRow = ([name, text]: [string, string]) => `| \`${name}\` | ${toCell(text)} |`;

export const toCell = (text: string) => text.replaceAll("<", "&lt;");
