/**
 * The statement that binds a transaction to one owner, for row-level security. `withOwner` has
 * checked the id: it cannot end the quotes.
 */
export function bindOwner(ownerId: string): string {
  const settings = {
    role: "app_user",
    "app.owner": ownerId,
    // A thread much longer than most would be fetched whole and sorted for each of its pages, since
    // the planner knows only averages. An index read in its order stops at the page's end.
    enable_bitmapscan: "off",
  };
  const calls = Object.entries(settings).map(
    ([name, value]) => `set_config('${name}', '${value}', true)`,
  );
  return `select ${calls.join(", ")}`;
}
