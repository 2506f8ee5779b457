import type { StopCondition, ToolSet } from "ai";
import { meter } from "#lib/usage/note-usage.ts";
import { countTokens, tokensOfHistory } from "./history.ts";
import { modelName } from "./models/model-settings.ts";
import type { StartedRun } from "./start.ts";

/** Measures what a run uses of the model. */
export function meterRun(run: StartedRun) {
  const { runId: id, projectId, ownerId } = run;
  const answer = { id, projectId, ownerId, kind: "run" as const, model: modelName() };
  const { follow, note } = meter(answer, () => estimateSent(run));
  let isSpent = false;
  const stopWhenSpent: StopCondition<ToolSet> = ({ steps }) => {
    const used = steps.reduce((sum, { usage }) => sum + (usage.totalTokens ?? 0), 0);
    isSpent = used >= run.tokensLeft;
    return isSpent;
  };
  return {
    follow,
    note,
    /** Has the answer ask the model no more once it has used what was left of the day. */
    stopWhenSpent,
    isSpent: () => isSpent,
  };
}

/** About how many tokens the model is sent. */
function estimateSent({ history, room, modelTools }: StartedRun): number {
  const offered = countTokens(JSON.stringify([...modelTools.callables.values()]));
  return Math.min(tokensOfHistory(history), room) + offered;
}
