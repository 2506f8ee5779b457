import { area, curveMonotoneX } from "d3-shape";
import type { Span } from "./plot-layout.ts";
import { SERIES_COLOURS, SERIES_DASHES } from "./series-mark.tsx";

interface MarksProps {
  /** The place of the series among all, which gives it its colour. */
  place: number;
  spans: Span[];
  x: (index: number) => number;
  y: (value: number) => number;
}

interface BarsProps extends MarksProps {
  width: number;
  /** How round the free end is. */
  radius: number;
}

function drawBar(x: number, width: number, base: number, end: number, radius: number): string {
  const across = Math.min(radius, width / 2, Math.abs(end - base));
  const back = end < base ? across : -across;
  const round = `q0 ${-back} ${across} ${-back}h${width - 2 * across}q${across} 0 ${across} ${back}`;
  return `M${x} ${base}V${end + back}${round}V${base}z`;
}

/** The bars of one series. `x` is where a bar begins. */
export function Bars({ place, spans, x, y, width, radius }: BarsProps) {
  const bars = spans.map(
    (span, index) => span && drawBar(x(index), width, y(span.from), y(span.to), radius),
  );
  return <path d={bars.join("")} fill="currentColor" className={SERIES_COLOURS[place]} />;
}

interface CurveProps extends MarksProps {
  isFilled: boolean;
  active: number | undefined;
}

/** The line of one series, which gaps interrupt, with its points or with the area below it. */
export function Curve({ place, spans, x, y, isFilled, active }: CurveProps) {
  const shape = area<Span>()
    .defined((span) => span !== undefined)
    .curve(curveMonotoneX)
    .x((_, index) => x(index))
    .y0((span) => y(span?.from ?? 0))
    .y1((span) => y(span?.to ?? 0));
  return (
    <g className={SERIES_COLOURS[place]} fill="currentColor">
      {isFilled && <path d={shape(spans) ?? ""} fillOpacity={0.16} />}
      <path
        d={shape.lineY1()(spans) ?? ""}
        fill="none"
        stroke="currentColor"
        strokeWidth={2}
        strokeDasharray={SERIES_DASHES[place]}
      />
      {spans.map((span, index) => {
        const isAlone = !spans[index - 1] && !spans[index + 1];
        if (!span || (isFilled && index !== active && !isAlone)) return null;
        const radius = index === active ? 5 : 3.5;
        // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their place.
        return <circle key={index} cx={x(index)} cy={y(span.to)} r={radius} />;
      })}
    </g>
  );
}
