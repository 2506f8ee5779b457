import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { About } from "#adapters/contracts.ts";
import { root } from "./root.mjs";

const LOCAL = "http://localhost:3000";
const read = (name: string) => readFileSync(join(root, "starters", "hosted", name), "utf8");

/** README.md, from the text that all hosted starters have and what is known of the provider. */
export function describeStarter(about: About): string {
  const { label, documentation, setUp } = about;
  const steps = setUp.map((step) => `- ${step.replaceAll("APP_URL", LOCAL)}`);
  const rows = describeVariables(about).map(toRow);
  const values = { label, documentation, setUp: steps.join("\n"), variables: rows.join("\n") };
  return Object.entries(values).reduce(
    (text, [name, value]) => text.replaceAll(`{{${name}}}`, value),
    read("README.template.md"),
  );
}

/** .env.example */
export function listVariables(about: About): string {
  const lines = describeVariables(about).map(([name, text]) => `# ${text}\n${name}=\n`);
  return `${read("env.template")}\n# --- ${about.label} ---\n\n${lines.join("")}`;
}

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
export const toRow = ([name, text]: [string, string]) =>
  `| \`${name}\` | ${text.replaceAll("<", "&lt;")} |`;
