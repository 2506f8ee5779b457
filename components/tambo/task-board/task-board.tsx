import { block } from "../block/block.tsx";
import { listTasks } from "./arrange-board.ts";
import { boardState } from "./board-state.ts";
import { taskBoardProps } from "./props.ts";
import { TaskBoardView } from "./task-board-view.tsx";

/** A board in an answer. It keeps where tasks were moved, and which were added, done or renamed. */
export default block(taskBoardProps, boardState, TaskBoardView, listTasks);
