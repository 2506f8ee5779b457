export const revenue = {
  title: "Revenue by region",
  kind: "bar",
  unit: "Thousand euro",
  labels: ["Apr", "May", "Jun", "Jul", "Aug", "Sep"],
  series: [
    { name: "Europe", values: [212, 226, 241, 238, 259, 284] },
    { name: "Americas", values: [148, 151, 150, 162, 171, 178] },
    { name: "Asia Pacific", values: [96, 104, 118, 127, 131, 149] },
  ],
};

export const accounts = {
  title: "Beta accounts",
  columns: [
    { key: "account", label: "Account", type: "text" },
    { key: "plan", label: "Plan", type: "text" },
    { key: "seats", label: "Seats", type: "number" },
    { key: "lastSeen", label: "Last seen", type: "date" },
    { key: "health", label: "Health", type: "status" },
  ],
  rows: [
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
  ].map((cells, index) => ({ id: `account-${index + 1}`, cells })),
  note: "Sample data of the demo model.",
};

const required = true;
const help = "One sentence, such as “Export stops after 1,000 rows”";
const options = ["Cosmetic", "Annoying", "Work stops"];

export const bugReport = {
  title: "Bug report",
  purpose: "What the team needs to find it again",
  submitLabel: "Send report",
  fields: [
    { name: "summary", label: "What goes wrong?", type: "text", required, min: 5, max: 120, help },
    { name: "severity", label: "How bad is it?", type: "select", required, options },
    { name: "since", label: "Since when?", type: "date" },
    { name: "steps", label: "How does it happen?", type: "textarea", max: 1_000 },
    { name: "mayContact", label: "You may ask me about it", type: "checkbox" },
  ],
};

const hosts = ["Acme Cloud", "Borealis", "Cumulus"];
/** Each with its weight, and with a score and its reason for each host. */
const criteria: [label: string, weight: number, ...scores: [score: number, why: string][]][] = [
  ["Price", 5, [4.5, "1,900 a month"], [2.5, "3,100 a month"], [3.5, "2,400 a month"]],
  ["Speed", 4, [3, "120 ms from here"], [4.5, "40 ms from here"], [4, "60 ms from here"]],
  ["Support", 3, [2, "By mail, next day"], [5, "By phone, always"], [3, "By chat, in the day"]],
  ["Data stays in Europe", 3, [2, "On request, dearer"], [5, "Always"], [4, "By default"]],
  ["Effort to move", 2, [4, "Two days"], [2, "Two weeks"], [3, "One week"]],
  ["Way out", 1, [3, "Export as SQL"], [4, "Open formats"], [2, "Own formats"]],
];

export const offers = {
  title: "Three hosting offers",
  options: hosts.map((name, host) => ({ id: `h${host}`, name })),
  criteria: criteria.map(([label, weight], index) => ({ id: `c${index}`, label, weight })),
  scores: hosts.flatMap((_, host) =>
    criteria.map(([, , ...scores], index) => {
      const [score, why] = scores[host] ?? [];
      return { option: `h${host}`, criterion: `c${index}`, score, why };
    }),
  ),
};

export const boardColumns = [
  { id: "todo", title: "To do" },
  { id: "doing", title: "In progress" },
  { id: "done", title: "Done" },
];

export interface Task {
  id: string;
  title: string;
  column: string;
  assignee?: string;
}

const sampleTasks = [
  ["Rate limit on sign-up", "todo", "Jonas Lind", "security"],
  ["Empty state for a first project", "todo", "Mara Klein", "design"],
  ["Docs: rotate keys", "todo", "Ada Sommer", "docs"],
  ["Invitation e-mail in German", "todo", "Mara Klein", "docs"],
  ["Import from CSV, 10k rows", "doing", "Jonas Lind", "core"],
  ["Keyboard map for the board", "doing", "Ada Sommer", "a11y"],
  ["Sign in with e-mail", "done", "Mara Klein", "security"],
  ["Dark colours", "done", "Ada Sommer", "design"],
].map(([title = "", column = "", assignee, tag], index) => ({
  ...{ id: `sample-${index + 1}`, title, column, assignee, tag },
}));
const tags = new Map(sampleTasks.map(({ title, tag }) => [title, tag]));
const isOpen = ({ column }: Task) => column !== "done";

/** The beta's board: the open tasks, those of one column together, and two that are done. */
export function taskBoard(open: Task[] = sampleTasks.filter(isOpen)) {
  const done = sampleTasks.filter((task) => !isOpen(task));
  const tasks = boardColumns.flatMap(({ id }) =>
    [...open, ...done].filter(({ column }) => column === id),
  );
  return {
    text: `${open.length} tasks are open, ${done.length} are done. Move them as you like.`,
    props: {
      title: "Beta launch",
      columns: boardColumns,
      tasks: tasks.map((task) => ({ ...task, tag: tags.get(task.title) })),
    },
  };
}
