import { formatCount, formatNumber } from "../block/format.ts";
import { listSpans } from "./plot-layout.ts";
import type { ChartDraft, ChartSeries } from "./props.ts";

/** Sum of the figures over the labels; gaps count as nothing. */
export function totalOf(series: ChartSeries, labels: string[]): number {
  const figures = series.values.slice(0, labels.length);
  return figures.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

function niceStep(roughStep: number): number {
  const power = 10 ** Math.floor(Math.log10(roughStep));
  const factor = [1, 2, 2.5, 5].find((nice) => nice * power >= roughStep) ?? 10;
  return factor * power;
}

/** Axis ticks from the lowest to the highest figure, zero included, about four intervals. */
export function listTicks(chart: ChartDraft): number[] {
  const ends = listSpans(chart).flatMap((spans) => spans.map((span) => span?.to ?? 0));
  const high = Math.max(0, ...ends);
  const low = Math.min(0, ...ends);
  if (high === low) return [0, 1];
  const step = niceStep((high - low) / 4);
  const first = Math.floor(low / step);
  const count = Math.ceil(high / step) - first;
  // Rounded, because 3 * 0.1 is not 0.3.
  return Array.from({ length: count + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

/** "3 values without a label", or undefined when every figure has one. */
export function describeExtraValues(chart: ChartDraft): string | undefined {
  const extra = chart.series.reduce(
    (sum, { values }) => sum + Math.max(0, values.length - chart.labels.length),
    0,
  );
  return extra > 0 ? `${formatCount(extra, "value")} without a label` : undefined;
}

/** "Thousand euro, Apr to Sep" */
export function describeScope({ unit, labels, isGrowing }: ChartDraft): string {
  const [first, last] = [labels[0], labels.at(-1)];
  const range = first === last ? first : `${first} to ${last}`;
  return [unit, isGrowing ? "" : range].filter(Boolean).join(", ");
}

const KINDS = { bar: "Bar chart", line: "Line chart", area: "Area chart" };

/** The chart as a sentence for those who do not see it. */
export function describeChart(chart: ChartDraft): string {
  const series = chart.series.map((entry) => {
    const figures = chart.labels.map((_, index) => entry.values[index] ?? null);
    const highest = Math.max(...figures.filter((figure) => figure !== null));
    const label = chart.labels[figures.indexOf(highest)];
    const peak = label === undefined ? "" : `, highest ${formatNumber(highest)} at ${label}`;
    return `${entry.name} ${formatNumber(totalOf(entry, chart.labels))} in total${peak}`;
  });
  const name = [chart.title, describeScope(chart)].filter(Boolean).join(", ");
  return `${KINDS[chart.kind]}: ${name}. ${series.join("; ") || "No figures yet"}.`;
}

/** Header and one row per label, as text for a table or CSV. */
export function listChartRows(chart: ChartDraft, write: (value: number) => string): string[][] {
  const header = ["", ...chart.series.map((series) => series.name)];
  const rows = chart.labels.map((label, index) => [
    label,
    ...chart.series.map((series) => {
      const value = series.values[index] ?? null;
      return value === null ? "" : write(value);
    }),
  ]);
  return [header, ...rows];
}
