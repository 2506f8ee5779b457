import { readGrowingList } from "../block/growing-list.ts";
import { readFields, readText } from "../block/loose-values.ts";
import { HIGHEST_SCORE, HIGHEST_WEIGHT } from "./props.ts";

export interface Score {
  score: number;
  why: string;
}

export interface Criterion {
  id: string;
  label: string;
  /** 1 to 5: what the user set, or else what the answer gave. */
  weight: number;
}

export interface Option {
  id: string;
  name: string;
  /** By id of the criterion. */
  scores: Map<string, Score>;
  /** Weighted mean of the scores, 0 to 5; one that is missing counts as 0. */
  total: number;
  /** False where a score is missing: then the total is the least it can be. */
  isWhole: boolean;
}

/** A comparison as far as it has come, with the user's weights. */
export interface Weighed {
  title: string;
  options: Option[];
  criteria: Criterion[];
  /** True while scores may still follow. */
  isGrowing: boolean;
}

function readWeight(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? clampWeight(value) : 1;
}

/** The nearest weight there is. */
export function clampWeight(value: number): number {
  return Math.min(HIGHEST_WEIGHT, Math.max(1, Math.round(value)));
}

function readScores(items: unknown[], option: string): Map<string, Score> {
  return new Map(
    items.map(readFields).flatMap((fields) => {
      if (readText(fields.option) !== option || typeof fields.score !== "number") return [];
      const score = Math.min(HIGHEST_SCORE, Math.max(0, fields.score));
      return [[readText(fields.criterion), { score, why: readText(fields.why) }]];
    }),
  );
}

/** The comparison from its props and the user's weights (criterion id → weight). */
export function weighOptions(
  props: unknown,
  weights: Record<string, number>,
  arriving: boolean,
): Weighed {
  const criteria = readGrowingList(props, "criteria", arriving)
    .items.map(readFields)
    .map(({ id, label, weight }) => ({
      id: readText(id),
      label: readText(label),
      weight: readWeight(weights[readText(id)] ?? weight),
    }))
    .filter(({ id, label }) => id && label);
  const scores = readGrowingList(props, "scores", arriving);
  const sum = criteria.reduce((all, { weight }) => all + weight, 0);
  const options = readGrowingList(props, "options", arriving)
    .items.map(readFields)
    .map((fields) => ({ id: readText(fields.id), name: readText(fields.name) }))
    .filter(({ id, name }) => id && name)
    .map((option) => {
      const own = readScores(scores.items, option.id);
      const points = criteria.reduce(
        (all, { id, weight }) => all + weight * (own.get(id)?.score ?? 0),
        0,
      );
      return {
        ...option,
        scores: own,
        total: sum === 0 ? 0 : points / sum,
        isWhole: criteria.every(({ id }) => own.has(id)),
      };
    });
  return { title: readText(readFields(props).title), options, criteria, isGrowing: scores.growing };
}

/** Ids of the options with the highest total; none while all totals are alike. */
export function findLeaders({ options }: Weighed): string[] {
  const totals = options.map(({ total }) => total);
  const highest = Math.max(...totals);
  if (totals.every((total) => total === highest)) return [];
  return options.filter(({ total }) => total === highest).map(({ id }) => id);
}
