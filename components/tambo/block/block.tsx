import { type ReactNode, useMemo } from "react";
import type { ZodType } from "zod";
import { BrokenBlock } from "./broken-block.tsx";
import { judgeProps } from "./judge-props.ts";
import { type BlockPhase, useBlockPhase } from "./use-block-phase.ts";

interface BlockProps {
  schema: ZodType;
  props: unknown;
  children: (phase: BlockPhase) => ReactNode;
}

/** Shows a generative component in its phase, or why its final props cannot be shown. */
export function Block({ schema, props, children }: BlockProps) {
  const phase = useBlockPhase();
  const verdict = useMemo(
    () => (phase === "done" ? judgeProps(schema, props) : undefined),
    [phase, schema, props],
  );
  if (!verdict) return children(phase);
  if (verdict.kind === "broken") return <BrokenBlock reason={verdict.reason} props={props} />;
  return children(verdict.kind === "incomplete" ? "cut" : "done");
}
