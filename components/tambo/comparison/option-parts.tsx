import { Trophy } from "#components/ui/chat-icons.tsx";
import { Check } from "#components/ui/icons.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { CardButton } from "../block/card-button.tsx";
import { formatNumber } from "../block/format.ts";
import { Skeleton } from "../block/skeleton.tsx";
import type { Option } from "./weigh-options.ts";

interface ScoreTextProps {
  option: Option;
  /** The id of the criterion. */
  criterion: string;
  isGrowing: boolean;
}

/** A score and its reason; "?" where there is none. */
export function ScoreText({ option, criterion, isGrowing }: ScoreTextProps) {
  const score = option.scores.get(criterion);
  if (!score && isGrowing) return <Skeleton className="my-1 h-3 w-20" />;
  if (!score) return <span className="text-quiet">?</span>;
  return (
    <>
      <span className="font-medium tabular-nums">{formatNumber(score.score)}</span>
      <span className="block text-help text-quiet">{score.why}</span>
    </>
  );
}

/** An option's total, and whether it is the highest. */
export function TotalText({ option, isLeading }: { option: Option; isLeading: boolean }) {
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span className="font-semibold tabular-nums">
        {option.isWhole ? "" : "at least "}
        {formatNumber(option.total)}
      </span>
      {isLeading ? (
        <Tag tone="ok" icon={Trophy}>
          Highest
        </Tag>
      ) : null}
    </span>
  );
}

interface ChooseButtonProps {
  option: Option;
  isChosen: boolean;
  isOff: boolean;
  onChoose: (isChosen: boolean) => void;
}

/** Chooses an option; pressed again, it takes the choice back. */
export function ChooseButton({ option, isChosen, isOff, onChoose }: ChooseButtonProps) {
  return (
    <CardButton
      isOff={isOff}
      aria-label={`Choose ${option.name}`}
      aria-pressed={isChosen}
      onClick={() => onChoose(!isChosen)}
      className="mt-1 border border-line-strong/60 aria-pressed:border-brand aria-pressed:bg-brand-soft! aria-pressed:text-brand! print:not-aria-pressed:hidden"
    >
      {isChosen ? <Check aria-hidden className="size-4" /> : null}
      Choose
    </CardButton>
  );
}
