const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });
const TIME = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: "UTC" });

/** A time in UTC, because reader and server may be in different time zones. A narrow column breaks it before the hour alone. */
export function Time({ at }: { at: Date }) {
  return (
    <time dateTime={at.toISOString()} className="tabular-nums">
      <span className="whitespace-nowrap">{DAY.format(at)},</span>{" "}
      <span className="whitespace-nowrap">{TIME.format(at)} UTC</span>
    </time>
  );
}
