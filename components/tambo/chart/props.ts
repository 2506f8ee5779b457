import {
  array,
  boolean,
  enum as enumeration,
  type infer as Infer,
  number,
  object,
  string,
} from "zod";
import { readDraft, readGrowingList } from "../block/draft.ts";

const MOST_SERIES = 5;

const series = object({
  name: string().min(1).max(60).describe("What this series is, as the legend shows it"),
  values: array(number().nullable())
    .max(60)
    .describe("One figure per label, in the order of the labels; null where there is none"),
});

/** Everything but `stacked` matters; send them in this order, so that the chart can grow. */
export const chartProps = object({
  title: string().min(1).max(80).describe("What the chart shows, without the unit"),
  kind: enumeration(["bar", "line", "area"]).describe("bar compares, line and area show a trend"),
  unit: string().max(20).describe("Unit of all figures, such as 'Thousand euro' or '%'"),
  labels: array(string().max(40)).max(60).describe("The steps along the horizontal axis"),
  series: array(series).max(MOST_SERIES).describe("One to five rows of figures over the labels"),
  stacked: boolean().optional().describe("Stack bars or areas when the series add up to a whole"),
});

/** Whether it is shown as a table, and the names of the series that are hidden. */
export const chartState = object({
  view: enumeration(["chart", "table"]).catch("chart"),
  hidden: array(string()).catch([]),
});
export type ChartState = Infer<typeof chartState>;

/** A chart as far as it has come. A gap is null; a series is whole once its last figure is there. */
export function readChart(props: unknown, arriving: boolean) {
  const { title, kind, unit, series, stacked } = readDraft(chartProps, props, false);
  const { growing } = readGrowingList(props, "series", arriving);
  const read = series.slice(0, MOST_SERIES).map(({ name, values }, index, all) => {
    const isWhole = !growing || index < all.length - 1;
    // The last figure of a growing series may be the first digits of a longer one.
    return { name, values: isWhole ? values : values.slice(0, -1), isWhole };
  });
  return {
    title,
    kind,
    unit,
    labels: readDraft(chartProps, props, arriving).labels,
    series: read.filter(({ name, values, isWhole }) => name && (isWhole || values.length > 0)),
    isStacked: stacked && kind !== "line",
    /** True while labels or figures may still follow. */
    isGrowing: arriving,
  };
}

export type ChartDraft = ReturnType<typeof readChart>;
export type ChartSeries = ChartDraft["series"][number];
export type ChartKind = ChartDraft["kind"];
