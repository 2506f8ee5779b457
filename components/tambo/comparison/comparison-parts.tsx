import { use } from "react";
import { Trophy } from "#components/ui/chat-icons.tsx";
import { Check } from "#components/ui/icons.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { formatNumber } from "../block/format.ts";
import { CardButton, OffContext, Skeleton } from "../block/parts.tsx";
import { HIGHEST_WEIGHT } from "./props.ts";
import { type Criterion, clampWeight, type Option, type Weighed } from "./weigh-options.ts";

/** What every part of a comparison is given. */
export interface ComparisonProps {
  weighed: Weighed;
  leaders: string[];
  choice: string | null;
  onWeight: (criterion: string, weight: number) => void;
  onChoice: (option: string | null) => void;
}

type OptionProps = ComparisonProps & { option: Option };
type CriterionProps = ComparisonProps & { criterion: Criterion };

/** A score and its reason; "?" where there is none. */
export function ScoreText({ option, criterion, weighed }: OptionProps & CriterionProps) {
  const score = option.scores.get(criterion.id);
  if (!score && weighed.isGrowing) return <Skeleton className="my-1 h-3 w-20" />;
  if (!score) return <span className="text-quiet">?</span>;
  return (
    <>
      <span className="font-medium tabular-nums">{formatNumber(score.score)}</span>
      <span className="block text-help text-quiet">{score.why}</span>
    </>
  );
}

/** An option's total, and whether it is the highest. */
export function TotalText({ option, weighed, leaders }: OptionProps) {
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span className="font-semibold tabular-nums">
        {option.isWhole ? "" : "at least "}
        {formatNumber(option.total)}
      </span>
      {!weighed.isGrowing && leaders.includes(option.id) && (
        <Tag tone="ok" icon={Trophy}>
          Highest
        </Tag>
      )}
    </span>
  );
}

/** Chooses an option; pressed again, it takes the choice back. */
export function ChooseButton({ option: { id, name }, choice, onChoice }: OptionProps) {
  const isChosen = choice === id;
  return (
    <CardButton
      icon={isChosen ? Check : undefined}
      aria-label={`Choose ${name}`}
      aria-pressed={isChosen}
      onClick={() => onChoice(isChosen ? null : id)}
      className="mt-1 border border-line-strong/60 aria-pressed:border-brand aria-pressed:bg-brand-soft! aria-pressed:text-brand! print:not-aria-pressed:hidden"
    >
      Choose
    </CardButton>
  );
}

/** How much a criterion matters: a slider, and a field for those who would rather type. */
export function WeightControl({ criterion: { id, label, weight }, onWeight }: CriterionProps) {
  const isOff = use(OffContext);
  const shared = {
    min: 1,
    max: HIGHEST_WEIGHT,
    step: 1,
    value: weight,
    "aria-disabled": isOff || undefined,
    onChange: ({ currentTarget: { value } }: { currentTarget: HTMLInputElement }) => {
      if (!isOff && value !== "") onWeight(id, clampWeight(Number(value)));
    },
  };
  return (
    <span className="flex items-center gap-2 print:hidden">
      <input
        {...shared}
        type="range"
        aria-label={`Weight of ${label}`}
        className="h-6 w-full max-w-28 min-w-16 accent-brand aria-disabled:opacity-50 pointer-coarse:h-11"
      />
      <input
        {...shared}
        type="number"
        aria-label={`Weight of ${label}, as a number`}
        className="h-7 w-12 shrink-0 rounded-control border border-line-strong bg-canvas px-1.5 text-center text-help tabular-nums aria-disabled:opacity-60 pointer-coarse:h-11"
      />
    </span>
  );
}
