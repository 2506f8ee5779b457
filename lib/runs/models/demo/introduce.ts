import { toWords } from "./find-mentioned.ts";
import type { DemoTool } from "./read-prompt.ts";

interface Ability {
  verb: string;
  example: string;
}

/** What the demo model has words of its own for. */
export const abilities = new Map<string, Ability>([
  ["Chart", { verb: "draw charts", example: "Show revenue by region" }],
  ["DataTable", { verb: "list things", example: "List accounts" }],
  ["TaskBoard", { verb: "plan", example: "Plan the beta launch" }],
  ["Form", { verb: "ask for facts", example: "Collect a bug report" }],
  ["Comparison", { verb: "compare", example: "Compare three offers" }],
  ["get_open_tasks", { verb: "read your open tasks", example: "Which tasks are still open?" }],
  ["get_selection", { verb: "see what you selected", example: "What did I choose?" }],
  ["set_theme", { verb: "change the colours", example: "Theme dark" }],
]);

/** Who answers, what it can do with what this run offers, and words to try. */
export function introduce(tools: DemoTool[]): string {
  const known = tools.flatMap(({ name }) => abilities.get(name) ?? []);
  const others = tools.filter(({ name }) => !abilities.has(name)).map(({ name }) => toWords(name));
  const sentences = ["I am the demo model."];
  if (known.length > 0) {
    const verbs = known.map(({ verb }) => verb);
    const examples = known.map(({ example }) => `"${example}"`);
    sentences.push(`I can ${join(verbs, "and")}.`, `Try ${join(examples, "or")}.`);
  }
  if (others.length > 0) sentences.push(`Name one of these and I use it: ${others.join(", ")}.`);
  if (tools.length === 0) {
    sentences.push("This app offers me nothing to show or to do, so I can only say so.");
  }
  return sentences.join(" ");
}

/** "a", "a and b", "a, b and c" */
function join(parts: string[], conjunction: "and" | "or"): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} ${conjunction} ${last}`;
}
