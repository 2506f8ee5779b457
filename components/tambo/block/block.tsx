import { useComponentContent, useTambo } from "@tambo-ai/react";
import { type ComponentType, memo, useContext, useMemo } from "react";
import { type output, toJSONSchema, type ZodObject } from "zod";
import { BrokenBlock } from "./broken-block.tsx";
import { judgeProps } from "./judge-props.ts";
import { type BlockPhase, BlockPhaseContext } from "./phase.ts";
import { type Selection, useShowSelection } from "./selection.ts";
import { type SavedState, useSavedState } from "./use-saved-state.ts";

/** What shows a component at any moment of its arrival, without the hooks that need a provider. */
export interface ViewProps<State> extends SavedState<State> {
  props: unknown;
  phase: BlockPhase;
}

/**
 * A generative component for the registry: shows its view in each phase, or why its final props cannot be
 * shown. Each field of `stateSchema` is a concern of its own, which says with `catch` what it is at first.
 * What `select` returns is what `get_selection` sees.
 */
export function block<State extends ZodObject>(
  propsSchema: ZodObject,
  stateSchema: State,
  View: ComponentType<ViewProps<output<State>>>,
  select?: (props: unknown, state: output<State>) => Selection | undefined,
) {
  // The SDK has every component drawn again with every word that arrives in the thread.
  const MemoView = memo(View) as unknown as typeof View;

  function Shown({ props, phase }: { props: object; phase: BlockPhase }) {
    const saved = useSavedState(stateSchema);
    const { state } = saved;
    useShowSelection(useMemo(() => select?.(props, state), [props, state]));
    const verdict = useMemo(
      () => (phase === "done" ? judgeProps(propsSchema, props) : undefined),
      [phase, props],
    );
    if (verdict?.kind === "broken") return <BrokenBlock reason={verdict.reason} props={props} />;
    const shown = verdict?.kind === "incomplete" ? "cut" : phase;
    return <MemoView {...saved} props={props} phase={shown} />;
  }

  function Following({ props }: { props: object }) {
    return <Shown props={props} phase={useBlockPhase()} />;
  }

  return function Block(props: object) {
    const phase = useContext(BlockPhaseContext);
    return phase ? <Shown props={props} phase={phase} /> : <Following props={props} />;
  };
}

/**
 * The JSON Schema that tells the model a component's props. Copied, because zod attaches a hidden
 * validator to it and the SDK would warn about every prop that is still arriving; a finished
 * component is judged above instead.
 */
export function describeProps(schema: ZodObject): Record<string, unknown> {
  return { ...toJSONSchema(schema, { io: "input" }) };
}

/**
 * The phase of the component this is called in. Read from the block itself: the SDK's stream status
 * mixes in the thread's last error, which may belong to a later answer, and keeps a cancelled
 * component streaming.
 */
function useBlockPhase(): BlockPhase {
  const { componentId, messageId } = useComponentContent();
  const { messages, isIdle } = useTambo();
  const block = messages
    .find((message) => message.id === messageId)
    ?.content.find((content) => content.type === "component" && content.id === componentId);
  if (block?.type === "component" && block.streamingState === "done") return "done";
  return isIdle || messages.at(-1)?.id !== messageId ? "cut" : "arriving";
}
