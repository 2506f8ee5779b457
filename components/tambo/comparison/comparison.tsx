"use client";

import { number, record, string } from "zod";
import { Block } from "../block/block.tsx";
import { useShowSelection } from "../block/selection.ts";
import { combineSaving, useSavedState } from "../block/use-saved-state.ts";
import { ComparisonView } from "./comparison-view.tsx";
import { type ComparisonProps, comparisonProps } from "./props.ts";

const weightsState = record(string(), number());
const choiceState = string().nullable();
const GIVEN_WEIGHTS: Record<string, number> = {};

/** A comparison in an answer. It keeps the user's weights and the option they chose. */
export default function Comparison(props: Partial<ComparisonProps>) {
  const [weights, setWeights, weightsSaving] = useSavedState(
    "weights",
    weightsState,
    GIVEN_WEIGHTS,
  );
  const [choice, setChoice, choiceSaving] = useSavedState("choice", choiceState, null);
  const chosen = choice === null ? undefined : props.options?.find(({ id }) => id === choice);
  useShowSelection(
    chosen && { component: "Comparison", title: props.title ?? "", choice: chosen.name },
  );
  return (
    <Block schema={comparisonProps} props={props}>
      {(phase) => (
        <ComparisonView
          props={props}
          phase={phase}
          weights={weights}
          choice={choice}
          saving={combineSaving(weightsSaving, choiceSaving)}
          onWeights={setWeights}
          onChoice={setChoice}
        />
      )}
    </Block>
  );
}
