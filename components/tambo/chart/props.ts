import {
  array,
  boolean,
  enum as enumeration,
  type infer as Infer,
  number,
  object,
  string,
} from "zod";

export const MOST_SERIES = 5;

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

export type ChartProps = Infer<typeof chartProps>;
export type ChartKind = ChartProps["kind"];
