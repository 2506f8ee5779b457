import { useMemo } from "react";
import { ChartColumn, Table2 } from "#components/ui/chat-icons.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { TriangleAlert } from "#components/ui/icons.tsx";
import type { ViewProps } from "../block/block.tsx";
import { BlockCard } from "../block/block-card.tsx";
import { toCsv } from "../block/csv.ts";
import { CardButton, ScrollBox, WideText } from "../block/parts.tsx";
import { describeExtraValues, describeScope, listChartRows } from "./chart-figures.ts";
import { ChartLegend } from "./chart-legend.tsx";
import { ChartPlot } from "./chart-plot.tsx";
import { ChartTable } from "./chart-table.tsx";
import { type ChartState, readChart } from "./props.ts";

export default function ChartView({
  props,
  phase,
  state,
  saving,
  onChange,
}: ViewProps<ChartState>) {
  const { view, hidden } = state;
  const chart = useMemo(() => readChart(props, phase === "arriving"), [props, phase]);
  // Table and CSV hold what the drawing shows.
  const shown = { ...chart, series: chart.series.filter(({ name }) => !hidden.includes(name)) };
  const isEmpty = !chart.isGrowing && (chart.series.length === 0 || chart.labels.length === 0);
  const extra = chart.isGrowing ? undefined : describeExtraValues(chart);
  const other =
    view === "chart"
      ? ({ view: "table", label: "Table", icon: Table2 } as const)
      : ({ view: "chart", label: "Chart", icon: ChartColumn } as const);
  return (
    <BlockCard
      phase={phase}
      title={chart.title}
      subtitle={describeScope(chart)}
      saving={saving}
      tools={
        <>
          <CardButton
            icon={other.icon}
            aria-label={other.label}
            onClick={() => onChange({ view: other.view })}
          >
            <WideText>{other.label}</WideText>
          </CardButton>
          <CopyButton
            label="Copy as CSV"
            isOff={phase !== "done"}
            write={() => toCsv(listChartRows(shown, String))}
          />
        </>
      }
    >
      <ChartLegend
        chart={chart}
        hidden={hidden}
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
          <ScrollBox
            label={`${chart.title}, figures`}
            className="relative max-h-144 min-h-52 overflow-auto print:max-h-none"
          >
            <ChartTable chart={shown} />
          </ScrollBox>
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
