import type { About } from "#adapters/contracts.ts";

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
