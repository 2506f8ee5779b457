import { useId, useMemo, useState } from "react";
import type { ViewProps } from "../block/block.tsx";
import { BlockCard } from "../block/block-card.tsx";
import { Skeleton } from "../block/parts.tsx";
import { arrangeBoard } from "./arrange-board.ts";
import { BoardColumn, TaskSkeleton } from "./board-column.tsx";
import type { BoardState } from "./board-state.ts";
import { addTask, checkTask, moveTask, renameTask } from "./board-state.ts";
import { TaskCard } from "./task-card.tsx";
import { useLiftedTask } from "./use-lifted-task.ts";

function SkeletonColumns() {
  return ["first", "second", "third"].map((place) => (
    <div key={place} className="w-60 shrink-0 grow rounded-control bg-sunken p-2 md:w-50">
      <Skeleton className="mx-1 my-2.5 h-3 w-20" />
      <ul>{place === "first" && <TaskSkeleton />}</ul>
    </div>
  ));
}

export default function TaskBoardView({
  props,
  phase,
  state,
  saving,
  onChange,
}: ViewProps<BoardState>) {
  const helpId = useId();
  const [moved, setMoved] = useState<{ task: string; by: "grip" | "menu" }>();
  const isArriving = phase === "arriving";
  const board = useMemo(() => arrangeBoard(props, state, isArriving), [props, state, isArriving]);
  const lift = useLiftedTask(
    board,
    (task, column) => onChange(moveTask(state, task, column)),
    (task) => setMoved({ task, by: "grip" }),
  );
  const { lifted } = lift;
  // A task carried by keyboard stands in the column it would be dropped in; a dragged one follows
  // the pointer and must stay the same element.
  const shown =
    lifted?.by === "keyboard"
      ? arrangeBoard(
          props,
          { ...state, ...moveTask(state, lifted.task, lifted.column) },
          isArriving,
        )
      : board;
  return (
    <BlockCard
      phase={phase}
      title={board.title}
      saving={saving}
      subtitle={
        phase === "cut" ? (
          "The answer stopped before its end"
        ) : (
          <>
            <span className="md:hidden">Swipe for more columns</span>
            <span className="hidden md:inline">Your changes are kept with this thread</span>
          </>
        )
      }
    >
      <p id={helpId} className="sr-only">
        Space lifts the task, arrow keys move it to another column, Space drops it, Escape returns
        it.
      </p>
      <p role="status" className="sr-only">
        {lift.message}
      </p>
      <div className="relative flex min-h-64 gap-3 overflow-x-auto px-3 pt-1 pb-3 print:flex-wrap print:overflow-visible">
        {shown.columns.length === 0 && isArriving && <SkeletonColumns />}
        {shown.columns.length === 0 && !isArriving && (
          <p className="m-auto text-control text-quiet">No columns yet</p>
        )}
        {shown.columns.map((column) => (
          <BoardColumn
            key={column.id}
            column={column}
            isTarget={lifted?.column === column.id}
            onAdd={(title) => onChange(addTask(state, column.id, title))}
          >
            {column.tasks.map((task) => (
              <TaskCard
                key={task.id}
                task={task}
                column={column}
                columns={board.columns}
                lift={lift}
                helpId={helpId}
                focus={moved?.task === task.id ? moved.by : undefined}
                onMove={(target) => {
                  setMoved({ task: task.id, by: "menu" });
                  onChange(moveTask(state, task.id, target));
                }}
                onCheck={(isDone) => onChange(checkTask(state, task.id, isDone))}
                onRename={(title) => onChange(renameTask(state, task.id, title))}
              />
            ))}
          </BoardColumn>
        ))}
      </div>
    </BlockCard>
  );
}
