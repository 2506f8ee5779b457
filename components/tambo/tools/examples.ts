import { array, type infer as Infer, object, string } from "zod";

/** What the demo model calls `set_theme` for. */
export const setThemeExample = {
  verb: "change the colours",
  example: "Theme dark",
  words: /\btheme\b|\b(dark|light) mode\b/i,
  status: { running: "Changing the colours", done: "Changed the colours" },
  tell: (result: unknown) => `The theme is now ${Object(result).theme ?? "changed"}.`,
};

/** What the demo model calls `get_open_tasks` for. */
export const openTasksExample = {
  verb: "read your open tasks",
  example: "Which tasks are still open?",
  // A question about tasks, which words answer. Not a wish for a board of them.
  words: /^(?!.*\b(plan|boards?)\b).*(\b(which|what|how many)\b.*\btasks?|\bopen tasks?)\b/is,
  status: { running: "Reading the open tasks", done: "Read the open tasks" },
  input: { limit: 20 },
  tell: describeTasks,
};

/** What the demo model calls `get_selection` for. `wordsFor` a component's rows say what a user does with them. */
export const selectionExample = (wordsFor: Record<string, { did: string; what: string }>) => ({
  verb: "see what you selected",
  example: "What did I choose?",
  words: /\b(selected|selection|my choice|did I (pick|choose|select))\b/i,
  status: { running: "Looking at your selection", done: "Looked at your selection" },
  tell(result: unknown): string {
    const { component, title, rows, choice } = Object(result);
    const where = typeof title === "string" && title ? ` in **${title}**` : "";
    if (typeof choice === "string") return `You chose **${choice}**${where}.`;
    if (!Array.isArray(rows))
      return "Nothing is selected. Choose an option or tick rows above, then ask again.";
    const { did, what } = wordsFor[component] ?? { did: "selected", what: "row" };
    const lines = rows.map((row) => {
      const [name = "", ...facts] = Array.isArray(row) ? row : [];
      return `- ${[`**${name}**`, ...facts].join(", ")}`;
    });
    const count = rows.length === 1 ? `1 ${what}` : `${rows.length} ${what}s`;
    return `You ${did} ${count}${where}:\n\n${lines.join("\n")}`;
  },
});

const task = object({
  id: string(),
  title: string(),
  column: string(),
  assignee: string().optional().catch(undefined),
});
export type ReadTask = Infer<typeof task>;

/** The tasks in a result of `get_open_tasks`. */
export function readTasks(result: unknown): ReadTask[] {
  const tasks = array(task.nullable().catch(null)).safeParse(Object(result).tasks).data ?? [];
  return tasks.filter((found) => found !== null);
}

export const steps = [
  { id: "todo", title: "To do" },
  { id: "doing", title: "In progress" },
  { id: "done", title: "Done" },
];

function describeTasks(result: unknown): string {
  const tasks = readTasks(result);
  if (tasks.length === 0) return "No task is open.";
  const lines = tasks.map(({ title, column, assignee = [] }) => {
    const step = steps.find(({ id }) => id === column)?.title.toLowerCase() ?? [];
    return [`- **${title}**`, assignee, step].flat().join(", ");
  });
  const count = tasks.length === 1 ? "1 task is" : `${tasks.length} tasks are`;
  return `${count} still open:\n\n${lines.join("\n")}`;
}
