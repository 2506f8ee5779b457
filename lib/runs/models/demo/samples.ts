const labels = ["Apr", "May", "Jun", "Jul", "Aug", "Sep"];
const series = [
  { name: "Europe", values: [212, 226, 241, 238, 259, 284] },
  { name: "Americas", values: [148, 151, 150, 162, 171, 178] },
  { name: "Asia Pacific", values: [96, 104, 118, 127, 131, 149] },
];

const growth = series.map(({ name, values: [first = 1, ...rest] }) => {
  const last = rest.at(-1) ?? first;
  return { name, gain: last - first, percent: Math.round((last / first - 1) * 100) };
});
const [most] = growth.toSorted((a, b) => b.gain - a.gain);
const [fastest] = growth.toSorted((a, b) => b.percent - a.percent);

/** Half a year of three regions, and the two facts in it. */
export const revenue = {
  text:
    `Every region grew. **${most?.name}** gained the most in absolute terms, ` +
    `**${fastest?.name}** the fastest: up ${fastest?.percent}\u00a0% since April.`,
  props: { title: "Revenue by region", kind: "bar", unit: "Thousand euro", labels, series },
};

const columns = [
  { key: "account", label: "Account", type: "text" },
  { key: "plan", label: "Plan", type: "text" },
  { key: "seats", label: "Seats", type: "number" },
  { key: "lastSeen", label: "Last seen", type: "date" },
  { key: "health", label: "Health", type: "status" },
];
const cells = [
  ["Acme Travel", "Enterprise", "184", "2026-09-12", "Healthy"],
  ["Blue Harbour", "Team", "37", "2026-09-02", "At risk"],
  ["Cobalt Foods", "Enterprise", "260", "2026-09-18", "Healthy"],
  ["Delta Rail", "Team", "52", "2026-08-21", "Leaving"],
  ["Everline", "Free", "4", "2026-09-17", "Healthy"],
  ["Fjord Labs", "Team", "29", "2026-09-15", "Healthy"],
  ["Granite Bank", "Enterprise", "412", "2026-09-18", "Healthy"],
  ["Hollow Pine", "Free", "2", "2026-07-30", "At risk"],
  ["Indigo Post", "Team", "61", "2026-09-16", "Healthy"],
  ["Juniper Care", "Enterprise", "138", "2026-09-11", "Healthy"],
  ["Kestrel Air", "Team", "45", "2026-09-09", "At risk"],
  ["Lumen Press", "Free", "7", "2026-09-14", "Healthy"],
];
const countHealth = (health: string) => cells.filter((row) => row[4] === health).length;

/** Twelve accounts with their health. */
export const accounts = {
  text:
    `Here are ${cells.length} accounts by name. ` +
    `${countHealth("At risk")} are at risk and ${countHealth("Leaving")} is leaving.`,
  props: {
    title: "Beta accounts",
    columns,
    rows: cells.map((row, index) => ({ id: `account-${index + 1}`, cells: row })),
    note: "Sample data of the demo model.",
  },
};

export interface OpenTask {
  id: string;
  title: string;
  column: string;
  assignee?: string;
}

const boardColumns = [
  { id: "todo", title: "To do" },
  { id: "doing", title: "In progress" },
  { id: "done", title: "Done" },
];
const sampleTasks: OpenTask[] = [
  { id: "task-1", title: "Rate limit on sign-up", column: "todo", assignee: "Jonas Lind" },
  { id: "task-2", title: "Import from CSV, 10k rows", column: "doing", assignee: "Jonas Lind" },
  {
    id: "task-3",
    title: "Empty state for a first project",
    column: "todo",
    assignee: "Mara Klein",
  },
  { id: "task-4", title: "Keyboard map for the board", column: "doing", assignee: "Ada Sommer" },
  { id: "task-5", title: "Docs: rotate keys", column: "todo", assignee: "Ada Sommer" },
  { id: "task-6", title: "Invitation e-mail in German", column: "todo", assignee: "Mara Klein" },
];
const doneTasks = [
  { id: "done-1", title: "Sign in with e-mail", column: "done", assignee: "Mara Klein" },
  { id: "done-2", title: "Dark colours", column: "done", assignee: "Ada Sommer" },
];
const tags: [RegExp, string][] = [
  [/rate limit|sign/i, "security"],
  [/import|csv/i, "core"],
  [/empty state|colours/i, "design"],
  [/keyboard/i, "a11y"],
  [/docs|e-mail/i, "docs"],
];

/** The open tasks in words: how many, and one line for each. */
export function describeTasks(tasks: OpenTask[]): string {
  if (tasks.length === 0) return "No task is open.";
  const lines = tasks.map(({ title, column, assignee }) => {
    const step = boardColumns.find(({ id }) => id === column)?.title.toLowerCase();
    return `- ${[`**${title}**`, assignee, step].filter(Boolean).join(", ")}`;
  });
  const count = tasks.length === 1 ? "1 task is" : `${tasks.length} tasks are`;
  return `${count} still open:\n\n${lines.join("\n")}`;
}

/** The beta's board: the open tasks, those of one column together, and two that are done. */
export function taskBoard(openTasks: OpenTask[] = sampleTasks) {
  const tasks = [...openTasks, ...doneTasks].map((task) => {
    const tag = tags.find(([words]) => words.test(task.title))?.[1];
    return tag ? { ...task, tag } : task;
  });
  const order = boardColumns.map(({ id }) => id);
  return {
    text: `${openTasks.length} tasks are open, ${doneTasks.length} are done. Move them as you like.`,
    props: {
      title: "Beta launch",
      columns: boardColumns,
      tasks: tasks.toSorted((a, b) => order.indexOf(a.column) - order.indexOf(b.column)),
    },
  };
}
