"use client";

import { array, enum as enumeration, string } from "zod";
import { Block } from "../block/block.tsx";
import { useSavedState, useSavedStates } from "../block/use-saved-state.ts";
import { ChartView } from "./chart-view.tsx";
import { type ChartProps, chartProps } from "./props.ts";

const viewState = enumeration(["chart", "table"]);
const hiddenState = array(string());
const NOTHING_HIDDEN: string[] = [];

/** A chart in an answer. It keeps whether it is shown as a table, and which series are hidden. */
export default function Chart(props: Partial<ChartProps>) {
  const saved = useSavedStates({
    view: useSavedState("view", viewState, "chart"),
    hidden: useSavedState("hidden", hiddenState, NOTHING_HIDDEN),
  });
  return <Block schema={chartProps} props={props} saved={saved} View={ChartView} />;
}
