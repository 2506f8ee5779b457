/**
 * The statement that binds a transaction to one owner, for row-level security. `withOwner` has checked
 * that the id holds no quotes.
 */
export function bindOwner(ownerId: string): string {
  const settings = {
    role: "app_user",
    "app.owner": ownerId,
    // The planner knows only averages: for a very long thread it would fetch and sort all messages for
    // each page. Reading an index in its order stops at the page's end.
    enable_bitmapscan: "off",
  };
  const calls = Object.entries(settings).map(
    ([name, value]) => `set_config('${name}', '${value}', true)`,
  );
  return `select ${calls.join(", ")}`;
}
