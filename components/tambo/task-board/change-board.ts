import type { BoardState } from "./board-state.ts";

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
