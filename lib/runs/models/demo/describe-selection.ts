/** The result of `get_selection` in words. */
export function describeSelection(value: unknown): string {
  const { component, title, rows, choice } = Object(value) as Record<string, unknown>;
  const where = typeof title === "string" && title ? ` in **${title}**` : "";
  if (typeof choice === "string") return `You chose **${choice}**${where}.`;
  if (Array.isArray(rows)) {
    const [verb, noun] = component === "TaskBoard" ? ["arranged", "task"] : ["selected", "row"];
    const count = rows.length === 1 ? `1 ${noun}` : `${rows.length} ${noun}s`;
    return `You ${verb} ${count}${where}:\n\n${listRows(rows)}`;
  }
  return "Nothing is selected. Choose an option or tick rows above, then ask again.";
}

function listRows(rows: unknown[]): string {
  return rows
    .map((row) => {
      const [name, ...facts] = Array.isArray(row) ? row.map(String) : [];
      return `- ${[`**${name ?? ""}**`, ...facts].join(", ")}`;
    })
    .join("\n");
}
