"use client";

import { useMemo } from "react";
import { Block } from "../block/block.tsx";
import { useShowSelection } from "../block/selection.ts";
import { combineSaving, useSavedState } from "../block/use-saved-state.ts";
import { listTasks } from "./arrange-board.ts";
import { addedState, doneState, movesState, NO_CHANGES, titlesState } from "./board-state.ts";
import type { BoardChange } from "./change-board.ts";
import { type TaskBoardProps, taskBoardProps } from "./props.ts";
import { TaskBoardView } from "./task-board-view.tsx";

/** A board in an answer. It keeps where tasks were moved, and which were added, done or renamed. */
export default function TaskBoard(props: Partial<TaskBoardProps>) {
  const [moves, setMoves, movesSaving] = useSavedState("moves", movesState, NO_CHANGES.moves);
  const [added, setAdded, addedSaving] = useSavedState("added", addedState, NO_CHANGES.added);
  const [done, setDone, doneSaving] = useSavedState("done", doneState, NO_CHANGES.done);
  const [titles, setTitles, titlesSaving] = useSavedState("titles", titlesState, NO_CHANGES.titles);
  const state = useMemo(() => ({ moves, added, done, titles }), [moves, added, done, titles]);

  useShowSelection(listTasks(props, state));

  function change(next: BoardChange) {
    if (next.moves) setMoves(next.moves);
    if (next.added) setAdded(next.added);
    if (next.done) setDone(next.done);
    if (next.titles) setTitles(next.titles);
  }
  return (
    <Block schema={taskBoardProps} props={props}>
      {(phase) => (
        <TaskBoardView
          props={props}
          phase={phase}
          state={state}
          saving={combineSaving(movesSaving, addedSaving, doneSaving, titlesSaving)}
          onChange={change}
        />
      )}
    </Block>
  );
}
