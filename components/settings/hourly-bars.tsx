interface HourlyBarsProps {
  hours: { hour: Date; ok: number; refused: number }[];
  since: Date;
  until: Date;
}

const ONE_HOUR = 3_600_000; // milliseconds
const HEIGHT = 96;
const GAP = 0.2; // of a bar's width

/** Exchanges per hour, drawn on the server: accepted ones from the ground, refused ones on top. */
export function HourlyBars({ hours, since, until }: HourlyBarsProps) {
  const first = Math.floor(since.getTime() / ONE_HOUR);
  const width = Math.floor(until.getTime() / ONE_HOUR) - first + 1;
  const most = Math.max(1, ...hours.map(({ ok, refused }) => ok + refused));
  const ok = hours.reduce((sum, one) => sum + one.ok, 0);
  const refused = hours.reduce((sum, one) => sum + one.refused, 0);
  const scale = (count: number) => (count / most) * HEIGHT;
  return (
    <figure className="space-y-2 rounded-card border border-line bg-surface p-4">
      <svg
        role="img"
        aria-label={`${ok} exchanges accepted and ${refused} refused; at most ${most} in an hour`}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-24 w-full"
      >
        {hours.map((one) => {
          const x = one.hour.getTime() / ONE_HOUR - first + GAP / 2;
          const draw = (count: number, end: number, className: string) => (
            <rect
              x={x}
              width={1 - GAP}
              y={HEIGHT - scale(end)}
              height={scale(count)}
              className={className}
            />
          );
          return (
            <g key={x}>
              {draw(one.ok, one.ok, "fill-chart-3")}
              {draw(one.refused, one.ok + one.refused, "fill-danger")}
            </g>
          );
        })}
      </svg>
      <figcaption className="flex flex-wrap gap-x-4 text-help text-quiet">
        <span>{ok} accepted</span>
        <span>{refused} refused</span>
        <span>per hour, at most {most}</span>
      </figcaption>
    </figure>
  );
}
