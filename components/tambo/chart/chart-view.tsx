import { useMemo } from "react";
import { array, enum as enumeration, type infer as Infer, object, string } from "zod";
import { ChartColumn, Table2 } from "#components/ui/chat-icons.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { TriangleAlert } from "#components/ui/icons.tsx";
import type { ViewProps } from "../block/block.tsx";
import { BlockCard } from "../block/block-card.tsx";
import { CardButton } from "../block/card-button.tsx";
import { toCsv } from "../block/csv.ts";
import { describeExtraValues, describeScope, listChartRows } from "./chart-figures.ts";
import { ChartLegend } from "./chart-legend.tsx";
import { ChartPlot } from "./chart-plot.tsx";
import { ChartTable } from "./chart-table.tsx";
import { readChart } from "./props.ts";

export const chartState = object({
  view: enumeration(["chart", "table"]).catch("chart"),
  hidden: array(string()).catch([]),
});
type ChartState = Infer<typeof chartState>;

export function ChartView({ props, phase, state, saving, onChange }: ViewProps<ChartState>) {
  const { view, hidden } = state;
  const chart = useMemo(() => readChart(props, phase === "arriving"), [props, phase]);
  // Table and CSV hold what the drawing shows.
  const shown = { ...chart, series: chart.series.filter(({ name }) => !hidden.includes(name)) };
  const isOff = phase !== "done";
  const isEmpty = !chart.isGrowing && (chart.series.length === 0 || chart.labels.length === 0);
  const extra = chart.isGrowing ? undefined : describeExtraValues(chart);
  const [Icon, other] =
    view === "chart" ? [Table2, "table" as const] : [ChartColumn, "chart" as const];
  const tools = (
    <>
      <CardButton
        isOff={isOff}
        aria-label={other === "table" ? "Table" : "Chart"}
        onClick={() => onChange({ view: other })}
      >
        <Icon aria-hidden className="size-4" />
        <span className="hidden sm:inline">{other === "table" ? "Table" : "Chart"}</span>
      </CardButton>
      <CopyButton
        label="Copy as CSV"
        isOff={isOff}
        write={() => toCsv(listChartRows(shown, String))}
      />
    </>
  );
  return (
    <BlockCard
      phase={phase}
      title={chart.title}
      subtitle={describeScope(chart)}
      saving={saving}
      tools={tools}
    >
      <ChartLegend
        chart={chart}
        hidden={hidden}
        isOff={isOff}
        onToggle={(name) =>
          onChange({
            hidden: hidden.includes(name)
              ? hidden.filter((other) => other !== name)
              : [...hidden, name],
          })
        }
      />
      <div className="min-h-54 pb-2">
        {isEmpty ? (
          <p className="grid h-52 place-items-center text-control text-quiet">No figures yet</p>
        ) : view === "table" ? (
          <section
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
            tabIndex={0}
            aria-label={`${chart.title}, figures`}
            className="relative max-h-144 min-h-52 overflow-auto print:max-h-none"
          >
            <ChartTable chart={shown} />
          </section>
        ) : (
          <>
            <ChartPlot chart={chart} hidden={hidden} />
            <div className="hidden print:block">
              <ChartTable chart={shown} />
            </div>
          </>
        )}
      </div>
      {extra && (
        <p className="flex items-center gap-2 px-4 pb-3 text-help text-warn">
          <TriangleAlert aria-hidden className="size-4 shrink-0" />
          {extra}
        </p>
      )}
    </BlockCard>
  );
}
