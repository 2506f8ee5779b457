import { z } from "zod";
import { accounts, boardColumns, bugReport, offers, revenue, taskBoard } from "./samples.ts";

export interface Example {
  /** "I can …" */
  verb: string;
  /** A message that asks for it. */
  example: string;
  /** What such messages have in common. */
  words: RegExp;
  /** What is said with a component, and its props; with the result of the tool that it reads, if any. */
  show?: (result?: unknown) => { text: string; props: object };
  reads?: { tool: string; input: object };
  /** What a user does with a component's rows. */
  rows?: [did: string, what: string];
  /** A tool's call, as the page tells of it while it runs, and after it. */
  status?: [running: string, done: string];
  /** A tool's arguments; without them they are read from the message. */
  input?: object;
  /** A tool's result in words. */
  tell?: (result: unknown) => string;
}

/**
 * All that the demo model knows of single components and tools, by name. A row stands for what a
 * run may offer; without its component, a row does nothing, and a component without a row is filled
 * from its schema. The first row whose words a message has answers it.
 */
export const examples = new Map(
  Object.entries<Example>({
    get_selection: {
      verb: "see what you selected",
      example: "What did I choose?",
      words: /\b(selected|selection|my choice|did I (pick|choose|select))\b/i,
      status: ["Looking at your selection", "Looked at your selection"],
      tell: describeSelection,
    },
    get_open_tasks: {
      verb: "read your open tasks",
      example: "Which tasks are still open?",
      // A question about tasks, which words answer. Not a wish for a board of them.
      words: /^(?!.*\b(plan|boards?)\b).*(\b(which|what|how many)\b.*\btasks?|\bopen tasks?)\b/is,
      status: ["Reading the open tasks", "Read the open tasks"],
      input: { limit: 20 },
      tell: describeTasks,
    },
    set_theme: {
      verb: "change the colours",
      example: "Theme dark",
      words: /\btheme\b|\b(dark|light) mode\b/i,
      status: ["Changing the colours", "Changed the colours"],
      tell: (result) => `The theme is now ${Object(result).theme ?? "changed"}.`,
    },
    Chart: {
      verb: "draw charts",
      example: "Show revenue by region",
      words: /\b(revenue|charts?|trends?)\b/i,
      show: () => ({
        text: "Every region grew. **Europe** gained the most in absolute terms, **Asia Pacific** the fastest: up 55\u00a0% since April.",
        props: revenue,
      }),
    },
    DataTable: {
      verb: "list things",
      example: "List accounts",
      words: /\b(lists?|accounts?|tables?)\b/i,
      show: () => ({
        text: "Here are 12 accounts by name. 3 are at risk and 1 is leaving.",
        props: accounts,
      }),
    },
    TaskBoard: {
      verb: "plan",
      example: "Plan the beta launch",
      words: /\b(plan|boards?|tasks?)\b/i,
      reads: { tool: "get_open_tasks", input: { limit: 6 } },
      show: (result) => taskBoard(result === undefined ? undefined : readTasks(result)),
      rows: ["arranged", "task"],
    },
    Form: {
      verb: "ask for facts",
      example: "Collect a bug report",
      words: /\b(bug report|collect|survey|invite)\b/i,
      show: () => ({
        text: "Five questions are enough to begin with. Your answers come back here as a message.",
        props: bugReport,
      }),
    },
    Comparison: {
      verb: "compare",
      example: "Compare three offers",
      words: /\b(compare|which|decide)\b/i,
      show: () => ({
        text: "3 offers on 6 criteria. Set what matters to you and the totals follow; then choose one.",
        props: offers,
      }),
    },
  }),
);

/** The example that a message asks for, with its name. */
export function findExample(message: string): [string, Example] | undefined {
  return [...examples].find(([, { words }]) => words.test(message));
}

const task = z.object({
  id: z.string(),
  title: z.string(),
  column: z.string(),
  assignee: z.string().optional().catch(undefined),
});

function readTasks(result: unknown) {
  const { tasks } = Object(result);
  return Array.isArray(tasks) ? tasks.flatMap((each) => task.safeParse(each).data ?? []) : [];
}

function describeTasks(result: unknown): string {
  const tasks = readTasks(result);
  if (tasks.length === 0) return "No task is open.";
  const lines = tasks.map(({ title, column, assignee = [] }) => {
    const step = boardColumns.find(({ id }) => id === column)?.title.toLowerCase() ?? [];
    return [`- **${title}**`, assignee, step].flat().join(", ");
  });
  const count = tasks.length === 1 ? "1 task is" : `${tasks.length} tasks are`;
  return `${count} still open:\n\n${lines.join("\n")}`;
}

function describeSelection(result: unknown): string {
  const { component, title, rows, choice } = Object(result);
  const where = typeof title === "string" && title ? ` in **${title}**` : "";
  if (typeof choice === "string") return `You chose **${choice}**${where}.`;
  if (!Array.isArray(rows))
    return "Nothing is selected. Choose an option or tick rows above, then ask again.";
  const [did, what] = examples.get(component)?.rows ?? ["selected", "row"];
  const lines = rows.map((row) => {
    const [name = "", ...facts] = Array.isArray(row) ? row : [];
    return `- ${[`**${name}**`, ...facts].join(", ")}`;
  });
  const count = rows.length === 1 ? `1 ${what}` : `${rows.length} ${what}s`;
  return `You ${did} ${count}${where}:\n\n${lines.join("\n")}`;
}
