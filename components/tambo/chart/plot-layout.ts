import type { ChartDraft } from "./props.ts";

/** The drawing in pixels: its height, and where the area of the figures begins and ends. */
export const PLOT = { height: 208, top: 8, bottom: 178, left: 52, right: 16 };

const LINE_INSET = 24; // pixels between the first or last point of a line and the edge
const LETTER = 7; // pixels that a letter of a label takes, about
const LONGEST_LABEL = 72; // pixels; a longer one is cut where there is no room for it

/** What a figure covers on the vertical axis; undefined is a gap. */
export type Span = { from: number; to: number } | undefined;

/** The spans of each series: from zero or, stacked, from the end of the one before it on that side of zero. */
export function listSpans({ labels, series, isStacked }: ChartDraft): Span[][] {
  const above = labels.map(() => 0);
  const below = labels.map(() => 0);
  return series.map(({ values }) =>
    labels.map((_, index) => {
      const value = values[index] ?? null;
      if (value === null) return undefined;
      const ends = value < 0 ? below : above;
      const from = (isStacked && ends[index]) || 0;
      ends[index] = from + value;
      return { from, to: from + value };
    }),
  );
}

/** Places a column for each label: bars share the width evenly, lines reach near its ends. */
export function placeColumns({ labels, kind }: ChartDraft, width: number) {
  const inner = width - PLOT.left - PLOT.right;
  const isShared = kind === "bar" || labels.length === 1;
  const inset = isShared ? inner / labels.length / 2 : LINE_INSET;
  const step = isShared ? inset * 2 : (inner - inset * 2) / (labels.length - 1);
  const x = (index: number) => PLOT.left + inset + index * step;
  const longest = Math.max(...labels.map((label) => (label.length + 1) * LETTER));
  const every = Math.ceil(Math.min(longest, LONGEST_LABEL) / step);
  const room = Math.min(every * step, (inset + PLOT.right) * 2);
  /** The columns whose label is shown, each as wide as `room`, so that no two meet. */
  const labelled = [...labels.keys()].filter(
    (index) => index % every === 0 && x(index) + room / 2 <= width,
  );
  return { x, step, labelled, room };
}

/** Places the bars of a column: how wide each is, and where it begins, seen from the middle. */
export function placeBars(step: number, count: number, isStacked: boolean) {
  const slots = isStacked ? 1 : count;
  const share = (step * 0.64) / slots;
  const gap = Math.min(3, share / 4);
  const width = Math.min(isStacked ? 44 : 26, share - gap);
  const start = (slot: number) =>
    (isStacked ? 0 : slot * (width + gap)) - (slots * (width + gap) - gap) / 2;
  return { width, start };
}
