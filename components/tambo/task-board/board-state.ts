import { array, type infer as Infer, object, record, string } from "zod";

/** Where the user put tasks: task id → column id. */
export const movesState = record(string(), string());
/** Tasks the user added. */
export const addedState = array(object({ id: string(), title: string(), column: string() }));
/** Ids of the tasks the user checked. */
export const doneState = array(string());
/** Tasks the user renamed: task id → title. */
export const titlesState = record(string(), string());

/** What the user changed on a board. It is kept apart from the props and wins over them. */
export interface BoardState {
  moves: Infer<typeof movesState>;
  added: Infer<typeof addedState>;
  done: Infer<typeof doneState>;
  titles: Infer<typeof titlesState>;
}

export const NO_CHANGES: BoardState = { moves: {}, added: [], done: [], titles: {} };
