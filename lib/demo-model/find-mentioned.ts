import type { DemoTool } from "./read-prompt.ts";

/** The first tool whose name a text contains, as it is or in words: `WeatherCard` or "weather card". */
export function findMentioned(tools: DemoTool[], text: string): DemoTool | undefined {
  const words = ` ${toWords(text)} `;
  const lowered = ` ${text.toLowerCase().replace(/[^a-z0-9_-]+/g, " ")} `;
  return tools.find(
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
