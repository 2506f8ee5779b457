import { clsx } from "clsx";
import { formatNumber } from "../block/format.ts";
import { PLOT } from "./plot-layout.ts";
import type { ChartDraft } from "./props.ts";
import { SeriesMark } from "./series-mark.tsx";

const DISTANCE = 12; // pixels to the column

interface PlotTooltipProps {
  chart: ChartDraft;
  /** The column, and where its middle is. */
  index: number;
  x: number;
  /** Width of the drawing. */
  width: number;
}

/** The figures of a column, on the side of it that has more room. */
export function PlotTooltip({ chart, index, x, width }: PlotTooltipProps) {
  const isRight = x < width / 2;
  return (
    <foreignObject
      x={isRight ? x + DISTANCE : 0}
      y={PLOT.top}
      width={Math.max(x, width - x) - DISTANCE}
      height={PLOT.height - PLOT.top}
      className={clsx("pointer-events-none", !isRight && "text-right")}
    >
      <div className="inline-block max-w-full rounded-control border border-line bg-surface px-3 py-2 text-left text-meta shadow-sm">
        <p className="line-clamp-2 pb-1 font-semibold text-ink">{chart.labels[index]}</p>
        {chart.series.map((series, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: series keep their place, and two may share a name.
          <p key={place} className="flex items-center gap-1.5 text-quiet">
            <SeriesMark kind={chart.kind} index={place} />
            <span className="line-clamp-2">{series.name}</span>
            <span className="ml-auto pl-3 font-medium text-ink tabular-nums">
              {series.values[index] == null ? "–" : formatNumber(series.values[index])}
            </span>
          </p>
        ))}
      </div>
    </foreignObject>
  );
}
