import { memo, type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import { formatTick } from "../block/format.ts";
import { Skeleton } from "../block/parts.tsx";
import { describeChart, listTicks } from "./chart-figures.ts";
import { listSpans, PLOT, placeBars, placeColumns } from "./plot-layout.ts";
import { Bars, Curve } from "./plot-marks.tsx";
import { PlotTooltip } from "./plot-tooltip.tsx";
import type { ChartDraft } from "./props.ts";

interface ChartPlotProps {
  chart: ChartDraft;
  hidden: string[];
}

/** A chart's drawing with its axes, and the figures of the column that is pointed at. */
export function Drawing({ chart, hidden, width }: ChartPlotProps & { width: number }) {
  const [pointed, setPointed] = useState<number>();
  const active = pointed !== undefined && pointed < chart.labels.length ? pointed : undefined;
  useEffect(() => {
    const leave = () => setPointed(undefined);
    document.addEventListener("pointerdown", leave, { capture: true });
    return () => document.removeEventListener("pointerdown", leave, { capture: true });
  }, []);
  const { x, step, labelled, room } = placeColumns(chart, width);
  const ticks = listTicks(chart);
  const [low = 0, high = 1] = [ticks[0], ticks.at(-1)];
  const unit = (PLOT.bottom - PLOT.top) / (high - low);
  const y = (value: number) => PLOT.bottom - (value - low) * unit;

  const shown = chart.series
    .map((series, place) => ({ ...series, place }))
    .filter(({ name }) => !hidden.includes(name));
  const spans = listSpans({ ...chart, series: shown });
  const bars = placeBars(step, shown.length, chart.isStacked);
  const marks = shown.map(({ place }, slot) => {
    const shared = { place, spans: spans[slot] ?? [], y };
    return chart.kind === "bar" ? (
      <Bars
        {...shared}
        key={place}
        x={(index) => x(index) + bars.start(slot)}
        width={bars.width}
        radius={chart.isStacked ? 0 : 3}
      />
    ) : (
      <Curve {...shared} key={place} x={x} isFilled={chart.kind === "area"} active={active} />
    );
  });

  const point = ({ clientX, currentTarget }: PointerEvent<Element>) => {
    const index = Math.round((clientX - currentTarget.getBoundingClientRect().left - x(0)) / step);
    setPointed(Math.max(0, Math.min(index, chart.labels.length - 1)));
  };
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${width} ${PLOT.height}`}
      preserveAspectRatio="xMinYMin"
      className="size-full touch-pan-y text-quiet"
      onPointerDown={point}
      onPointerMove={point}
      // What a finger tapped stays until it taps elsewhere.
      onPointerLeave={({ pointerType }) => pointerType === "mouse" && setPointed(undefined)}
    >
      {ticks.map((tick) => (
        <g key={tick}>
          <path
            d={`M${PLOT.left} ${y(tick)}H${width - PLOT.right}`}
            stroke="currentColor"
            className="text-line"
          />
          <text
            x={PLOT.left - 8}
            y={y(tick)}
            dy="0.355em"
            textAnchor="end"
            fill="currentColor"
            className="text-meta"
          >
            {formatTick(tick)}
          </text>
        </g>
      ))}
      {labelled.map((index) => (
        <foreignObject
          key={index}
          x={x(index) - room / 2}
          y={PLOT.bottom + 10}
          width={room}
          height={16}
        >
          <p className="truncate px-0.5 text-center text-meta">{chart.labels[index]}</p>
        </foreignObject>
      ))}
      {active !== undefined && (
        <path
          d={`M${x(active)} ${PLOT.top}V${PLOT.bottom}`}
          stroke="currentColor"
          strokeWidth={chart.kind === "bar" ? step : 1}
          strokeOpacity={chart.kind === "bar" ? 0.08 : 0.5}
        />
      )}
      {marks}
      {active !== undefined && (
        <PlotTooltip chart={chart} index={active} x={x(active)} width={width} />
      )}
    </svg>
  );
}

/** Width of the element in whole CSS pixels; undefined until it was measured in the browser. */
function useElementWidth(element: RefObject<HTMLElement | null>): number | undefined {
  const [width, setWidth] = useState<number>();
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.floor(entry.contentRect.width));
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

// The whole thread renders again with every piece of an answer; a drawing that did not change waits.
export const ChartPlot = memo(function ChartPlot({ chart, hidden }: ChartPlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useElementWidth(box);
  // Before a series is whole, the axis would change with every figure, and bars could not be read.
  const isReady = chart.series.some((series) => series.isWhole);
  return (
    <div ref={box} role="img" aria-label={describeChart(chart)} className="h-52 overflow-hidden">
      {!isReady && <Skeleton className="mx-4 h-full" />}
      {isReady && width && <Drawing chart={chart} hidden={hidden} width={width} />}
    </div>
  );
});
