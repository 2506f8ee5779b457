import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { About, Variable } from "#adapters/contracts.ts";
import { root } from "./root.mjs";

const LOCAL = "http://localhost:3000";
const read = (name: string) => readFileSync(join(root, "starters", "hosted", name), "utf8");

/** README.md, from the text that all hosted starters have and what is known of the provider. */
export function describeStarter({ label, documentation, setUp, variables }: About): string {
  const steps = setUp.map((step) => `- ${step.replaceAll("APP_URL", LOCAL)}`);
  const rows = variables.filter(isForPeople).map(describeRow);
  const values = { label, documentation, setUp: steps.join("\n"), variables: rows.join("\n") };
  return Object.entries(values).reduce(
    (text, [name, value]) => text.replaceAll(`{{${name}}}`, value),
    read("README.template.md"),
  );
}

/** .env.example */
export function listVariables({ label, variables }: About): string {
  const lines = variables
    .filter(isForPeople)
    .map((variable) => `# ${describeVariable(variable)}\n${variable.name}=\n`);
  return `${read("env.template")}\n# --- ${label} ---\n\n${lines.join("")}`;
}

const isForPeople = ({ isForEmulator }: Variable) => !isForEmulator;

export function describeVariable({ text, isOptional, isSecret }: Variable): string {
  return [text, isOptional && "optional", isSecret && "secret"].filter(Boolean).join("; ");
}

/** For a table in Markdown. */
export function describeRow(variable: Variable): string {
  return `| \`${variable.name}\` | ${describeVariable(variable).replaceAll("<", "&lt;")} |`;
}
