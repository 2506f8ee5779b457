import { readGrowingList } from "../block/growing-list.ts";
import { readFields, readList, readText } from "../block/loose-values.ts";
import { type ChartKind, MOST_SERIES } from "./props.ts";

/** A series as far as it has come. A gap is null; `isWhole` once its last figure is there. */
export interface ChartSeries {
  name: string;
  values: (number | null)[];
  isWhole: boolean;
}

/** A chart as far as it has come. */
export interface ChartDraft {
  title: string;
  kind: ChartKind;
  unit: string;
  labels: string[];
  series: ChartSeries[];
  isStacked: boolean;
  /** True while labels or figures may still follow. */
  isGrowing: boolean;
}

function readFigure(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function readSeries(value: unknown, isWhole: boolean): ChartSeries {
  const fields = readFields(value);
  const values = readList(fields.values).map(readFigure);
  // The last figure of a growing series may be the first digits of a longer one.
  return {
    name: readText(fields.name),
    values: isWhole ? values : values.slice(0, -1),
    isWhole,
  };
}

/** Reads props at any moment of their arrival, whatever they are. */
export function readChart(props: unknown, arriving: boolean): ChartDraft {
  const fields = readFields(props);
  const labels = readGrowingList(props, "labels", arriving);
  const { growing } = readGrowingList(props, "series", arriving);
  const all = readList(fields.series).slice(0, MOST_SERIES);
  const series = all
    .map((value, index) => readSeries(value, !growing || index < all.length - 1))
    .filter((entry) => entry.name && (entry.isWhole || entry.values.length > 0));
  return {
    title: readText(fields.title),
    kind: fields.kind === "line" || fields.kind === "area" ? fields.kind : "bar",
    unit: readText(fields.unit),
    labels: labels.items.map(readText),
    series,
    isStacked: fields.stacked === true && fields.kind !== "line",
    isGrowing: arriving,
  };
}
