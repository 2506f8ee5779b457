import { type Draft, readDraft, readGrowingList } from "../block/draft.ts";
import type { Selection } from "../block/selection.ts";
import type { BoardState } from "./board-state.ts";
import { type TaskBoardProps, taskBoardProps } from "./props.ts";

type TaskDraft = Draft<TaskBoardProps["tasks"][number]>;

export interface BoardTask extends Omit<TaskDraft, "column"> {
  /** The user checked it, or it stands in the last column. */
  isDone: boolean;
  /** The column the answer named, where the board has no such column. */
  unknownColumn?: string;
}

export interface BoardColumn {
  id: string;
  title: string;
  tasks: BoardTask[];
  /** True for the last of several columns, whose tasks are done. */
  isLast: boolean;
  /** True where the next task is about to appear. */
  isGrowing: boolean;
}

/** The column of the task that is being written, or the first one that has no tasks yet. */
function findGrowingColumn(columns: BoardColumn[], named?: string): BoardColumn | undefined {
  return (
    columns.find((column) => column.id === named) ??
    columns.find((column) => column.tasks.length === 0) ??
    columns.at(-1)
  );
}

/**
 * The board as far as it has come, with the user's changes. Tasks keep the order of the props, added
 * ones last: stored moves have no order of their own.
 */
export function arrangeBoard(props: unknown, state: BoardState, arriving: boolean) {
  const draft = readDraft(taskBoardProps, props, arriving);
  const columns = draft.columns
    .filter(({ id, title }) => id && title)
    .map((column, index, all): BoardColumn => {
      const isLast = index > 0 && index === all.length - 1;
      return { ...column, tasks: [], isLast, isGrowing: false };
    });
  const added = state.added.map((task) => ({ assignee: "", due: "", tag: "", ...task }));
  for (const { column, ...task } of [...draft.tasks, ...added]) {
    const renamed = Object.hasOwn(state.titles, task.id) ? state.titles[task.id] : "";
    const title = renamed || task.title;
    if (!task.id || !title) continue;
    const named =
      columns.find(({ id }) => id === state.moves[task.id]) ??
      columns.find(({ id }) => id === column);
    const home = named ?? columns[0];
    home?.tasks.push({
      ...task,
      title,
      isDone: home.isLast || state.done.includes(task.id),
      unknownColumn: named ? undefined : column || undefined,
    });
  }
  if (readGrowingList(props, "tasks", arriving).growing) {
    const next = readDraft(taskBoardProps, props, false).tasks.at(-1);
    const growing = findGrowingColumn(columns, next?.column);
    if (growing) growing.isGrowing = true;
  }
  return { title: draft.title, columns };
}

export type Board = ReturnType<typeof arrangeBoard>;

/** Id of the column a task stands in. */
export function findColumnOf(board: Board, task: string): string | undefined {
  return board.columns.find((column) => column.tasks.some(({ id }) => id === task))?.id;
}

/** The column `steps` to the right of another, staying on the board. */
export function findNeighbour(board: Board, column: string, steps: number): string {
  const place = board.columns.findIndex(({ id }) => id === column) + steps;
  return board.columns[Math.min(Math.max(place, 0), board.columns.length - 1)]?.id ?? column;
}

/** The titles behind two ids, for a sentence. */
export function findTitles(board: Board, task: string, column: string) {
  const tasks = board.columns.flatMap((entry) => entry.tasks);
  return {
    task: tasks.find(({ id }) => id === task)?.title ?? task,
    column: board.columns.find(({ id }) => id === column)?.title ?? column,
  };
}

/** The tasks where the user put them, as the model reads them; undefined for a board left as it came. */
export function listTasks(props: unknown, state: BoardState): Selection | undefined {
  if (Object.values(state).every((changes) => Object.keys(changes).length === 0)) return undefined;
  const { title, columns } = arrangeBoard(props, state, false);
  return {
    component: "TaskBoard",
    title,
    columns: ["Task", "Column", "Done"],
    rows: columns.flatMap((column) =>
      column.tasks.map((task) => [task.title, column.title, task.isDone ? "yes" : "no"]),
    ),
  };
}
