import { Area, Bar, CartesianGrid, ComposedChart, Line, Tooltip, XAxis, YAxis } from "recharts";
import { formatNumber, formatTick } from "../block/format.ts";
import type { ChartDraft } from "./read-chart.ts";
import { SERIES_COLOURS, SERIES_DASHES, SeriesMark } from "./series-mark.tsx";

/** Height of the drawing in pixels; its box is `h-52`, so nothing moves when the library arrives. */
export const PLOT_HEIGHT = 208;

interface ChartPlotProps {
  chart: ChartDraft;
  ticks: number[];
  width: number;
  hidden: string[];
}

function PlotTooltip({ chart, index }: { chart: ChartDraft; index: number | undefined }) {
  if (index === undefined || chart.labels[index] === undefined) return null;
  return (
    <div className="rounded-control border border-line bg-surface px-3 py-2 text-meta shadow-sm">
      <p className="pb-1 font-semibold text-ink">{chart.labels[index]}</p>
      {chart.series.map((series, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: series keep their place, and two may share a name.
        <p key={place} className="flex items-center gap-1.5 text-muted">
          <SeriesMark kind={chart.kind} index={place} />
          {series.name}
          <span className="ml-auto pl-3 font-medium text-ink tabular-nums">
            {series.values[index] == null ? "–" : formatNumber(series.values[index])}
          </span>
        </p>
      ))}
    </div>
  );
}

/** The drawing itself. The only module that imports the chart library, so that it loads lazily. */
export default function ChartPlot({ chart, ticks, width, hidden }: ChartPlotProps) {
  const rows = chart.labels.map((_, index) => ({
    index,
    ...Object.fromEntries(
      chart.series.map((series, place) => [`series${place}`, series.values[index] ?? null]),
    ),
  }));
  const tickText = { fontSize: 12, fill: "currentColor" };
  return (
    <ComposedChart
      data={rows}
      width={width}
      height={PLOT_HEIGHT}
      margin={{ top: 8, right: 16, bottom: 0, left: 0 }}
      barGap={3}
      barCategoryGap="18%"
      accessibilityLayer={false}
      className="text-muted"
    >
      <CartesianGrid vertical={false} stroke="currentColor" className="text-line" />
      <XAxis
        dataKey="index"
        tickFormatter={(index: number) => chart.labels[index] ?? ""}
        tick={tickText}
        tickLine={false}
        axisLine={false}
        tickMargin={8}
        scale={chart.kind === "bar" ? "band" : "point"}
        padding={chart.kind === "bar" ? undefined : { left: 16, right: 16 }}
      />
      <YAxis
        width={52}
        domain={[ticks[0] ?? 0, ticks.at(-1) ?? 1]}
        ticks={ticks}
        tickFormatter={formatTick}
        tick={tickText}
        tickLine={false}
        axisLine={false}
        interval={0}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={chart.kind === "bar" ? { fill: "currentColor", fillOpacity: 0.08 } : true}
        content={({ label, active }) => (
          <PlotTooltip chart={chart} index={active ? Number(label) : undefined} />
        )}
      />
      {chart.series.map((series, place) => {
        const shared = {
          dataKey: `series${place}`,
          name: series.name,
          hide: hidden.includes(series.name),
          className: SERIES_COLOURS[place],
          isAnimationActive: false,
        };
        const stroke = {
          stroke: "currentColor",
          strokeWidth: 2,
          strokeDasharray: SERIES_DASHES[place],
          connectNulls: false,
        };
        const stackId = chart.isStacked ? "all" : undefined;
        if (chart.kind === "line") {
          return (
            <Line
              key={shared.dataKey}
              {...shared}
              {...stroke}
              type="monotone"
              dot={{
                r: 3,
                fill: "currentColor",
                strokeDasharray: "none",
                className: shared.className,
              }}
            />
          );
        }
        if (chart.kind === "area") {
          return (
            <Area
              key={shared.dataKey}
              {...shared}
              {...stroke}
              type="monotone"
              stackId={stackId}
              fill="currentColor"
              fillOpacity={0.16}
            />
          );
        }
        return (
          <Bar
            key={shared.dataKey}
            {...shared}
            stackId={stackId}
            fill="currentColor"
            maxBarSize={chart.isStacked ? 44 : 26}
            radius={chart.isStacked ? 0 : [3, 3, 0, 0]}
          />
        );
      })}
    </ComposedChart>
  );
}
