import type { ChartKind } from "./props.ts";

/** Text colour classes of the series in order; fills and strokes take them as `currentColor`. */
export const SERIES_COLOURS = [
  "text-chart-1",
  "text-chart-2",
  "text-chart-3",
  "text-chart-4",
  "text-chart-5",
];

/** Dash patterns of lines, so that series differ by more than their hue. */
export const SERIES_DASHES = ["none", "7 3", "2 3", "10 3 2 3", "4 4"];

/** The legend's sample of a series: a square, or a piece of its line. */
export function SeriesMark({ kind, index }: { kind: ChartKind; index: number }) {
  const width = kind === "bar" ? 10 : 20;
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${width} 10`}
      className={`h-2.5 w-auto ${SERIES_COLOURS[index]}`}
    >
      {kind === "bar" ? (
        <rect width="10" height="10" rx="3" fill="currentColor" />
      ) : (
        <path
          d="M0 5h20"
          stroke="currentColor"
          strokeWidth="3"
          strokeDasharray={SERIES_DASHES[index]}
        />
      )}
    </svg>
  );
}
