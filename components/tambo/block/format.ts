const numbers = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const shortNumbers = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const months = new Intl.DateTimeFormat("en-US", { month: "short", timeZone: "UTC" });

/** 1460 → "1,460", two decimals at most. */
export function formatNumber(value: number): string {
  return numbers.format(value);
}

/** "1 row", "5 rows" */
export function formatCount(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** For an axis: in full up to 9,999, then "12K". */
export function formatTick(value: number): string {
  return Math.abs(value) < 10_000 ? numbers.format(value) : shortNumbers.format(value);
}

/** "2026-09-12" → "12 Sep 2026"; any other text as it is. */
export function formatDay(text: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) return text;
  const day = new Date(time);
  return `${day.getUTCDate()} ${months.format(day)} ${day.getUTCFullYear()}`;
}
