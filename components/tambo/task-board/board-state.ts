import { array, type infer as Infer, object, record, string } from "zod";

/** What the user changed on a board. It is kept apart from the props and wins over them. */
export const boardState = object({
  /** Where the user put tasks: task id → column id. */
  moves: record(string(), string()).catch({}),
  /** Tasks the user added. */
  added: array(object({ id: string(), title: string(), column: string() })).catch([]),
  /** Ids of the tasks the user checked. */
  done: array(string()).catch([]),
  /** Tasks the user renamed: task id → title. */
  titles: record(string(), string()).catch({}),
});
export type BoardState = Infer<typeof boardState>;

export const NO_CHANGES = boardState.parse({});

const LONGEST_TITLE = 160;

/** What each of the user's actions changes. */
type BoardChange = Partial<BoardState>;

export function moveTask(state: BoardState, task: string, column: string): BoardChange {
  return { moves: { ...state.moves, [task]: column } };
}

export function checkTask(state: BoardState, task: string, isDone: boolean): BoardChange {
  const others = state.done.filter((id) => id !== task);
  return { done: isDone ? [...others, task] : others };
}

/** Nothing changes for an empty title. */
export function renameTask(state: BoardState, task: string, title: string): BoardChange {
  const text = title.trim().slice(0, LONGEST_TITLE);
  return text ? { titles: { ...state.titles, [task]: text } } : {};
}

/** Nothing changes for an empty title. Tasks are never removed, so counting names them. */
export function addTask(state: BoardState, column: string, title: string): BoardChange {
  const text = title.trim().slice(0, LONGEST_TITLE);
  if (!text) return {};
  const id = `added-${state.added.length + 1}`;
  return { added: [...state.added, { id, title: text, column }] };
}
