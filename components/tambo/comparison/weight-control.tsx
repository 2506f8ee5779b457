import { HIGHEST_WEIGHT } from "./props.ts";
import { type Criterion, clampWeight } from "./weigh-options.ts";

interface WeightControlProps {
  criterion: Criterion;
  isOff: boolean;
  onChange: (weight: number) => void;
}

/** How much a criterion matters: a slider, and a field for those who would rather type. */
export function WeightControl({ criterion, isOff, onChange }: WeightControlProps) {
  const shared = {
    min: 1,
    max: HIGHEST_WEIGHT,
    step: 1,
    value: criterion.weight,
    "aria-disabled": isOff || undefined,
    onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
      if (!isOff && currentTarget.value !== "") onChange(clampWeight(Number(currentTarget.value)));
    },
  };
  return (
    <span className="flex items-center gap-2 print:hidden">
      <input
        {...shared}
        type="range"
        aria-label={`Weight of ${criterion.label}`}
        className="h-6 w-full max-w-28 min-w-16 accent-brand aria-disabled:opacity-50 pointer-coarse:h-11"
      />
      <input
        {...shared}
        type="number"
        aria-label={`Weight of ${criterion.label}, as a number`}
        className="h-7 w-12 shrink-0 rounded-control border border-line-strong bg-canvas px-1.5 text-center text-help tabular-nums aria-disabled:opacity-60 pointer-coarse:h-11"
      />
    </span>
  );
}
