import { useMemo } from "react";
import type { ViewProps } from "../block/block.tsx";
import { BlockCard } from "../block/block-card.tsx";
import { ScrollBox, Skeleton } from "../block/parts.tsx";
import { ComparisonCards, ComparisonTable } from "./comparison-layouts.tsx";
import type { ComparisonState } from "./props.ts";
import { findLeaders, weighOptions } from "./weigh-options.ts";

export default function ComparisonView(given: ViewProps<ComparisonState>) {
  const { props, phase, state, saving, onChange } = given;
  const { weights, choice } = state;
  const isArriving = phase === "arriving";
  const weighed = useMemo(
    () => weighOptions(props, weights, isArriving),
    [props, weights, isArriving],
  );
  const chosen = weighed.options.find(({ id }) => id === choice);
  const isEmpty = weighed.options.length === 0 || weighed.criteria.length === 0;
  const part = {
    weighed,
    leaders: findLeaders(weighed),
    choice,
    onWeight: (criterion: string, weight: number) =>
      onChange({ weights: { ...weights, [criterion]: weight } }),
    onChoice: (chosen: string | null) => onChange({ choice: chosen }),
  };
  return (
    <BlockCard
      phase={phase}
      title={weighed.title}
      subtitle={chosen ? `You chose ${chosen.name}` : "Set what matters to you, then choose"}
      saving={saving}
    >
      <div className="min-h-80">
        {isEmpty && !isArriving && (
          <p className="grid h-80 place-items-center text-control text-quiet">Nothing to compare</p>
        )}
        {isEmpty && isArriving && (
          <div className="space-y-4 px-4 py-3">
            <Skeleton className="h-4 w-3/4" />
            <Skeleton className="h-4 w-2/3" />
            <Skeleton className="h-4 w-3/4" />
          </div>
        )}
        {!isEmpty && (
          <>
            <ScrollBox
              label={`${weighed.title}, scores`}
              className="hidden overflow-x-auto rounded-b-card border-t border-line md:block print:block"
            >
              <ComparisonTable {...part} />
            </ScrollBox>
            <div className="md:hidden print:hidden">
              <ComparisonCards {...part} />
            </div>
          </>
        )}
      </div>
    </BlockCard>
  );
}
