const columns = [
  { key: "account", label: "Account", type: "text" },
  { key: "plan", label: "Plan", type: "text" },
  { key: "seats", label: "Seats", type: "number" },
  { key: "lastSeen", label: "Last seen", type: "date" },
  { key: "health", label: "Health", type: "status" },
];
const rows = [
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
].map((cells, index) => ({ id: `account-${index + 1}`, cells }));

/** What the demo model answers with a table. */
export const dataTableExample = {
  verb: "list things",
  example: "List accounts",
  words: /\b(lists?|accounts?|tables?)\b/i,
  show: () => ({
    text: "Here are 12 accounts by name. 3 are at risk and 1 is leaving.",
    props: { title: "Beta accounts", columns, rows, note: "Sample data of the demo model." },
  }),
};
