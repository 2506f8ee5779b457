"use client";

import { Block } from "../block/block.tsx";
import { useShowSelection } from "../block/selection.ts";
import { useSavedState, useSavedStates } from "../block/use-saved-state.ts";
import { listTasks } from "./arrange-board.ts";
import { addedState, doneState, movesState, NO_CHANGES, titlesState } from "./board-state.ts";
import { type TaskBoardProps, taskBoardProps } from "./props.ts";
import { TaskBoardView } from "./task-board-view.tsx";

/** A board in an answer. It keeps where tasks were moved, and which were added, done or renamed. */
export default function TaskBoard(props: Partial<TaskBoardProps>) {
  const saved = useSavedStates({
    moves: useSavedState("moves", movesState, NO_CHANGES.moves),
    added: useSavedState("added", addedState, NO_CHANGES.added),
    done: useSavedState("done", doneState, NO_CHANGES.done),
    titles: useSavedState("titles", titlesState, NO_CHANGES.titles),
  });
  useShowSelection(listTasks(props, saved.state));
  return <Block schema={taskBoardProps} props={props} saved={saved} View={TaskBoardView} />;
}
