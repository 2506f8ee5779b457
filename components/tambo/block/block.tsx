import { type ComponentType, useMemo } from "react";
import type { ZodType } from "zod";
import { BrokenBlock } from "./broken-block.tsx";
import { judgeProps } from "./judge-props.ts";
import { type BlockPhase, useBlockPhase } from "./use-block-phase.ts";
import type { SavedState } from "./use-saved-state.ts";

/** What shows a component at any moment of its arrival, without the hooks that need a provider. */
export interface ViewProps<State> extends SavedState<State> {
  props: unknown;
  phase: BlockPhase;
}

interface BlockProps<State> {
  schema: ZodType;
  props: unknown;
  saved: SavedState<State>;
  View: ComponentType<ViewProps<State>>;
}

/** Shows a generative component in its phase, or why its final props cannot be shown. */
export function Block<State>({ schema, props, saved, View }: BlockProps<State>) {
  const phase = useBlockPhase();
  const verdict = useMemo(
    () => (phase === "done" ? judgeProps(schema, props) : undefined),
    [phase, schema, props],
  );
  if (verdict?.kind === "broken") return <BrokenBlock reason={verdict.reason} props={props} />;
  const shown = verdict?.kind === "incomplete" ? "cut" : phase;
  return <View {...saved} props={props} phase={shown} />;
}
