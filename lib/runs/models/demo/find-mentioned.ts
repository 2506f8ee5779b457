import type { DemoTool } from "./read-prompt.ts";

/** The tools whose names a text contains, as it is or in words: `WeatherCard` or "weather card". */
export function findMentioned(tools: DemoTool[], text: string): DemoTool[] {
  const words = ` ${toWords(text)} `;
  const lowered = ` ${text.toLowerCase().replace(/[^a-z0-9_-]+/g, " ")} `;
  return tools.filter(
    ({ name }) =>
      lowered.includes(` ${name.toLowerCase()} `) || words.includes(` ${toWords(name)} `),
  );
}

/** "getOpenTasks" and "get_open_tasks" → "get open tasks". */
export function toWords(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}
