/** What the demo model says with a component, and the component's props. */
export interface Sample {
  text: string;
  props: Record<string, unknown>;
}

export const revenue: Sample = {
  text: "Every region grew. **Europe** gained the most in absolute terms, **Asia Pacific** the fastest: up 55\u00a0% since April.",
  props: {
    title: "Revenue by region",
    kind: "bar",
    unit: "Thousand euro",
    labels: ["Apr", "May", "Jun", "Jul", "Aug", "Sep"],
    series: [
      { name: "Europe", values: [212, 226, 241, 238, 259, 284] },
      { name: "Americas", values: [148, 151, 150, 162, 171, 178] },
      { name: "Asia Pacific", values: [96, 104, 118, 127, 131, 149] },
    ],
  },
};

const accountRows = [
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

export const accounts: Sample = {
  text: "Here are 12 accounts by name. 3 are at risk and 1 is leaving.",
  props: {
    title: "Beta accounts",
    columns: [
      { key: "account", label: "Account", type: "text" },
      { key: "plan", label: "Plan", type: "text" },
      { key: "seats", label: "Seats", type: "number" },
      { key: "lastSeen", label: "Last seen", type: "date" },
      { key: "health", label: "Health", type: "status" },
    ],
    rows: accountRows.map((cells, index) => ({ id: `account-${index + 1}`, cells })),
    note: "Sample data of the demo model.",
  },
};

const help = "One sentence, such as “Export stops after 1,000 rows”";
const severities = ["Cosmetic", "Annoying", "Work stops"];

export const bugReport: Sample = {
  text: "Five questions are enough to begin with. Your answers come back here as a message.",
  props: {
    title: "Bug report",
    purpose: "What the team needs to find it again",
    submitLabel: "Send report",
    fields: [
      { name: "summary", label: "What goes wrong?", type: "text", min: 5, max: 120, help },
      { name: "severity", label: "How bad is it?", type: "select", options: severities },
      { name: "since", label: "Since when?", type: "date" },
      { name: "steps", label: "How does it happen?", type: "textarea", max: 1_000 },
      { name: "mayContact", label: "You may ask me about it", type: "checkbox" },
    ].map((field, index) => (index < 2 ? { ...field, required: true } : field)),
  },
};

type Score = [score: number, why: string];
const options = [
  { id: "acme", name: "Acme Cloud" },
  { id: "borealis", name: "Borealis" },
  { id: "cumulus", name: "Cumulus" },
];
const criteria: [id: string, label: string, weight: number, ...Score[]][] = [
  ["price", "Price", 5, [4.5, "1,900 a month"], [2.5, "3,100 a month"], [3.5, "2,400 a month"]],
  ["speed", "Speed", 4, [3, "120 ms from here"], [4.5, "40 ms from here"], [4, "60 ms from here"]],
  [
    "support",
    "Support",
    3,
    [2, "By mail, next day"],
    [5, "By phone, at any hour"],
    [3, "By chat, in the day"],
  ],
  [
    "privacy",
    "Data stays in Europe",
    3,
    [2, "On request, dearer"],
    [5, "Always"],
    [4, "By default"],
  ],
  ["move", "Effort to move", 2, [4, "Two days"], [2, "Two weeks"], [3, "One week"]],
  ["exit", "Way out", 1, [3, "Export as SQL"], [4, "Open formats"], [2, "Own formats"]],
];

export const offers: Sample = {
  text: "3 offers on 6 criteria. Set what matters to you and the totals follow; then choose one.",
  props: {
    title: "Three hosting offers",
    options,
    criteria: criteria.map(([id, label, weight]) => ({ id, label, weight })),
    scores: options.flatMap(({ id: option }, index) =>
      criteria.map(([criterion, , , ...scores]) => {
        const [score, why] = scores[index] ?? [];
        return { option, criterion, score, why };
      }),
    ),
  },
};

export interface Task {
  id: string;
  title: string;
  column: string;
  assignee?: string;
}

const sampleTasks = [
  ["Rate limit on sign-up", "todo", "Jonas Lind", "security"],
  ["Import from CSV, 10k rows", "doing", "Jonas Lind", "core"],
  ["Empty state for a first project", "todo", "Mara Klein", "design"],
  ["Keyboard map for the board", "doing", "Ada Sommer", "a11y"],
  ["Docs: rotate keys", "todo", "Ada Sommer", "docs"],
  ["Invitation e-mail in German", "todo", "Mara Klein", "docs"],
  ["Sign in with e-mail", "done", "Mara Klein", "security"],
  ["Dark colours", "done", "Ada Sommer", "design"],
].map(([title = "", column = "", assignee, tag], index) => ({
  ...{ id: `sample-${index + 1}`, title, column, assignee, tag },
}));
const isDone = ({ column }: Task) => column === "done";

export const boardColumns = [
  { id: "todo", title: "To do" },
  { id: "doing", title: "In progress" },
  { id: "done", title: "Done" },
];

/** The beta's board: the open tasks, those of one column together, and two that are done. */
export function taskBoard(open: Task[] = sampleTasks.filter((task) => !isDone(task))): Sample {
  const done = sampleTasks.filter(isDone);
  const order = boardColumns.map(({ id }) => id);
  const tasks = [...open, ...done]
    .map((task) => ({ ...task, tag: sampleTasks.find(({ title }) => title === task.title)?.tag }))
    .toSorted((a, b) => order.indexOf(a.column) - order.indexOf(b.column));
  return {
    text: `${open.length} tasks are open, ${done.length} are done. Move them as you like.`,
    props: { title: "Beta launch", columns: boardColumns, tasks },
  };
}
