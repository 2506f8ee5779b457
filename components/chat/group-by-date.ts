const ONE_DAY = 24 * 60 * 60 * 1000; // milliseconds

/** Items under "Today", "Yesterday", "Earlier this month" and month names, in the order given. Days are those of `now`'s time zone. */
export function groupByDate<Item extends { updatedAt: string }>(items: Item[], now: Date) {
  const groups = Map.groupBy(items, ({ updatedAt }) => labelOf(new Date(updatedAt), now));
  return Array.from(groups, ([label, items]) => ({ label, items }));
}

function labelOf(date: Date, now: Date): string {
  const days = Math.round((startOfDay(now) - startOfDay(date)) / ONE_DAY);
  if (days <= 0) return "Today";
  if (days === 1) return "Yesterday";
  if (days < 7) return "Earlier this week";
  const sameYear = date.getFullYear() === now.getFullYear();
  if (sameYear && date.getMonth() === now.getMonth()) return "Earlier this month";
  return date.toLocaleDateString("en", {
    month: "long",
    year: sameYear ? undefined : "numeric",
  });
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
