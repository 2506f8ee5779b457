import { readDraft, readGrowingList } from "../block/draft.ts";
import type { Selection } from "../block/selection.ts";
import { type ComparisonState, comparisonProps, HIGHEST_SCORE, HIGHEST_WEIGHT } from "./props.ts";

/** The nearest weight there is. */
export function clampWeight(value: number): number {
  return Math.min(HIGHEST_WEIGHT, Math.max(1, Math.round(value)));
}

/** The comparison as far as it has come, with the user's weights (criterion id → weight). */
export function weighOptions(props: unknown, weights: Record<string, number>, arriving: boolean) {
  const draft = readDraft(comparisonProps, props, arriving);
  const criteria = draft.criteria
    .filter(({ id, label }) => id && label)
    .map((criterion) => {
      const { id, weight } = criterion;
      const chosen = Object.hasOwn(weights, id) ? weights[id] : weight;
      return { ...criterion, weight: clampWeight(chosen ?? 1) };
    });
  const sum = criteria.reduce((all, { weight }) => all + weight, 0);
  const options = draft.options
    .filter(({ id, name }) => id && name)
    .map((option) => {
      const own = draft.scores.flatMap(({ option: id, criterion, score, why }) => {
        if (id !== option.id || score === null) return [];
        return [[criterion, { score: Math.min(HIGHEST_SCORE, Math.max(0, score)), why }] as const];
      });
      /** By id of the criterion. */
      const scores = new Map(own);
      const points = criteria.reduce(
        (all, { id, weight }) => all + weight * (scores.get(id)?.score ?? 0),
        0,
      );
      return {
        ...option,
        scores,
        /** Weighted mean of the scores, 0 to 5; one that is missing counts as 0. */
        total: sum === 0 ? 0 : points / sum,
        /** False where a score is missing: then the total is the least it can be. */
        isWhole: criteria.every(({ id }) => scores.has(id)),
      };
    });
  /** True while scores may still follow. */
  const isGrowing = readGrowingList(props, "scores", arriving).growing;
  return { title: draft.title, options, criteria, isGrowing };
}

export type Weighed = ReturnType<typeof weighOptions>;
export type Option = Weighed["options"][number];
export type Criterion = Weighed["criteria"][number];

/** The option the user chose, as the model reads it. */
export function describeChoice(props: unknown, { choice }: ComparisonState): Selection | undefined {
  const { title, options } = readDraft(comparisonProps, props, false);
  const chosen = options.find(({ id }) => id === choice);
  return chosen && { component: "Comparison", title, choice: chosen.name };
}

/** Ids of the options with the highest total; none while all totals are alike. */
export function findLeaders({ options }: Weighed): string[] {
  const totals = options.map(({ total }) => total);
  const highest = Math.max(...totals);
  if (totals.every((total) => total === highest)) return [];
  return options.filter(({ total }) => total === highest).map(({ id }) => id);
}
