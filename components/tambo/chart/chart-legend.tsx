import { clsx } from "clsx";
import { use } from "react";
import { formatNumber } from "../block/format.ts";
import { OffContext } from "../block/parts.tsx";
import { totalOf } from "./chart-figures.ts";
import type { ChartDraft } from "./props.ts";
import { SeriesMark } from "./series-mark.tsx";

interface ChartLegendProps {
  chart: ChartDraft;
  hidden: string[];
  onToggle: (name: string) => void;
}

/**
 * Series with their totals; each is a button that hides or shows its series. A narrow card keeps
 * room for two lines from the start, so that the drawing stays where it is while series arrive.
 */
export function ChartLegend({ chart, hidden, onToggle }: ChartLegendProps) {
  const isOff = use(OffContext);
  return (
    <fieldset className="relative flex min-h-9 min-w-0 flex-wrap content-start items-center gap-x-1 px-2 py-1 pointer-coarse:min-h-13 max-sm:min-h-16 pointer-coarse:max-sm:min-h-24">
      <legend className="sr-only">Series</legend>
      {chart.series.map((series, index) => {
        const isHidden = hidden.includes(series.name);
        return (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: series keep their place, and two may share a name.
            key={index}
            type="button"
            aria-pressed={!isHidden}
            aria-disabled={isOff || undefined}
            onClick={() => !isOff && onToggle(series.name)}
            className={clsx(
              "inline-flex h-7 max-w-full items-center gap-1.5 whitespace-nowrap rounded-control px-2 text-help text-quiet hover:bg-sunken pointer-coarse:h-11",
              isHidden && "line-through",
            )}
          >
            <span className={clsx(isHidden && "opacity-30")}>
              <SeriesMark kind={chart.kind} index={index} />
            </span>
            <span className="truncate">{series.name}</span>
            <span className="font-medium text-ink tabular-nums">
              {series.isWhole && formatNumber(totalOf(series, chart.labels))}
            </span>
          </button>
        );
      })}
    </fieldset>
  );
}
