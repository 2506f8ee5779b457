import { expect, test } from "vitest";
import { arrangeBoard, type Board, findColumnOf, findNeighbour } from "./arrange-board.ts";
import { addTask, checkTask, moveTask, NO_CHANGES, renameTask } from "./board-state.ts";

const props = {
  title: "Beta launch",
  columns: [
    { id: "todo", title: "To do" },
    { id: "doing", title: "In progress" },
    { id: "done", title: "Done" },
  ],
  tasks: [
    { id: "a", title: "Rate limit", column: "todo" },
    { id: "b", title: "CSV import", column: "doing" },
    { id: "c", title: "Docs", column: "backlog" },
  ],
};
const layout = (board: Board) =>
  board.columns.map(({ id, tasks }) => [id, tasks.map((task) => task.id)]);

test("the user's moves win over the answer", () => {
  const board = arrangeBoard(props, { ...NO_CHANGES, moves: { a: "done" } }, false);
  expect(layout(board)).toEqual([
    ["todo", ["c"]],
    ["doing", ["b"]],
    ["done", ["a"]],
  ]);
});

test("a task of an unknown column stands in the first one and says so, until it is moved", () => {
  const stray = (state = NO_CHANGES) =>
    arrangeBoard(props, state, false)
      .columns.flatMap(({ tasks }) => tasks)
      .find(({ id }) => id === "c");
  expect(stray()?.unknownColumn).toBe("backlog");
  expect(stray({ ...NO_CHANGES, moves: { c: "done" } })?.unknownColumn).toBeUndefined();
});

test("added tasks come last, with titles and checks applied", () => {
  let state = { ...NO_CHANGES, ...addTask(NO_CHANGES, "todo", "  Call the printer ") };
  state = { ...state, ...renameTask(state, "a", "Limit sign-ups") };
  state = { ...state, ...checkTask(state, "added-1", true) };
  const [todo] = arrangeBoard(props, state, false).columns;
  expect(todo?.tasks.map(({ title, isDone }) => [title, isDone])).toEqual([
    ["Limit sign-ups", false],
    ["Docs", false],
    ["Call the printer", true],
  ]);
});

test("tasks in the last of several columns are done, and open again elsewhere", () => {
  const listDone = (state = NO_CHANGES, columns = props.columns) =>
    arrangeBoard({ ...props, columns }, state, false)
      .columns.flatMap(({ tasks }) => tasks)
      .flatMap(({ id, isDone }) => (isDone ? [id] : []));
  expect(listDone()).toEqual([]);
  expect(listDone({ ...NO_CHANGES, moves: { a: "done" } })).toEqual(["a"]);
  expect(listDone({ ...NO_CHANGES, moves: { a: "todo" } })).toEqual([]);
  expect(listDone(NO_CHANGES, props.columns.slice(0, 1))).toEqual([]);
});

test("an empty title neither renames nor adds", () => {
  expect(renameTask(NO_CHANGES, "a", "  ")).toEqual({});
  expect(addTask(NO_CHANGES, "todo", "")).toEqual({});
});

test("each action changes one concern", () => {
  expect(moveTask(NO_CHANGES, "a", "done")).toEqual({ moves: { a: "done" } });
  expect(checkTask({ ...NO_CHANGES, done: ["a", "b"] }, "a", false)).toEqual({ done: ["b"] });
});

test("a move into a column that is gone counts for nothing", () => {
  const board = arrangeBoard(props, { ...NO_CHANGES, moves: { b: "archive" } }, false);
  expect(findColumnOf(board, "b")).toBe("doing");
});

test("ids that are names of built-in properties are ordinary ids", () => {
  const tasks = [{ id: "constructor", title: "Build", column: "todo" }];
  const [todo] = arrangeBoard({ ...props, tasks }, NO_CHANGES, false).columns;
  expect(todo?.tasks[0]?.title).toBe("Build");
});

test("while arriving, the last task waits and its place is marked", () => {
  const board = arrangeBoard(props, NO_CHANGES, true);
  expect(layout(board)).toEqual([
    ["todo", ["a"]],
    ["doing", ["b"]],
    ["done", []],
  ]);
  expect(board.columns.map(({ isGrowing }) => isGrowing)).toEqual([false, false, true]);
});

test("neighbours end at the edges of the board", () => {
  const board = arrangeBoard(props, NO_CHANGES, false);
  expect(findNeighbour(board, "todo", -1)).toBe("todo");
  expect(findNeighbour(board, "todo", 1)).toBe("doing");
  expect(findNeighbour(board, "done", 1)).toBe("done");
});
