"use client";

import { number, record, string } from "zod";
import { Block } from "../block/block.tsx";
import { useShowSelection } from "../block/selection.ts";
import { useSavedState, useSavedStates } from "../block/use-saved-state.ts";
import { ComparisonView } from "./comparison-view.tsx";
import { type ComparisonProps, comparisonProps } from "./props.ts";

const weightsState = record(string(), number());
const choiceState = string().nullable();
const GIVEN_WEIGHTS: Record<string, number> = {};

/** A comparison in an answer. It keeps the user's weights and the option they chose. */
export default function Comparison(props: Partial<ComparisonProps>) {
  const saved = useSavedStates({
    weights: useSavedState("weights", weightsState, GIVEN_WEIGHTS),
    choice: useSavedState("choice", choiceState, null),
  });
  const { choice } = saved.state;
  const chosen = choice === null ? undefined : props.options?.find(({ id }) => id === choice);
  useShowSelection(
    chosen && { component: "Comparison", title: props.title ?? "", choice: chosen.name },
  );
  return <Block schema={comparisonProps} props={props} saved={saved} View={ComparisonView} />;
}
