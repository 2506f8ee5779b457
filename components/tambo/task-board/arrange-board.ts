import { readGrowingList } from "../block/growing-list.ts";
import { readFields, readList, readText } from "../block/loose-values.ts";
import type { Selection } from "../block/selection.ts";
import type { BoardState } from "./board-state.ts";

export interface BoardTask {
  id: string;
  title: string;
  assignee: string;
  due: string;
  tag: string;
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

/** A board as far as it has come, with the user's changes applied. */
export interface Board {
  title: string;
  columns: BoardColumn[];
  isGrowing: boolean;
}

function readTask(value: unknown, state: BoardState) {
  const fields = readFields(value);
  const id = readText(fields.id);
  return {
    column: readText(fields.column),
    task: {
      id,
      title: readText(state.titles[id]) || readText(fields.title),
      assignee: readText(fields.assignee),
      due: readText(fields.due),
      tag: readText(fields.tag),
      isDone: state.done.includes(id),
    },
  };
}

/** The column of the task that is being written, or the first one that has no tasks yet. */
function findGrowingColumn(columns: BoardColumn[], next: unknown): BoardColumn | undefined {
  const named = readText(readFields(next).column);
  return (
    columns.find((column) => column.id === named) ??
    columns.find((column) => column.tasks.length === 0) ??
    columns.at(-1)
  );
}

/**
 * The board from its props and the user's changes. Tasks keep the order of the props, added ones
 * last: stored moves have no order of their own.
 */
export function arrangeBoard(props: unknown, state: BoardState, arriving: boolean): Board {
  const fields = readFields(props);
  const columns: BoardColumn[] = readGrowingList(props, "columns", arriving)
    .items.map(readFields)
    .map((column) => ({ id: readText(column.id), title: readText(column.title) }))
    .filter((column) => column.id && column.title)
    .map((column, index, all) => ({
      ...column,
      tasks: [],
      isLast: index > 0 && index === all.length - 1,
      isGrowing: false,
    }));
  const given = readGrowingList(props, "tasks", arriving);
  for (const value of [...given.items, ...state.added]) {
    const { column, task } = readTask(value, state);
    if (!task.id || !task.title) continue;
    const named =
      columns.find(({ id }) => id === state.moves[task.id]) ??
      columns.find(({ id }) => id === column);
    const stray = named || !column ? {} : { unknownColumn: column };
    const home = named ?? columns[0];
    home?.tasks.push({ ...task, ...stray, isDone: task.isDone || home.isLast });
  }
  if (given.growing) {
    const growing = findGrowingColumn(columns, readList(fields.tasks).at(-1));
    if (growing) growing.isGrowing = true;
  }
  return { title: readText(fields.title), columns, isGrowing: arriving };
}

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
