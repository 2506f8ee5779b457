import { array, type infer as Infer, object, string } from "zod";

const column = object({
  id: string().min(1).max(40).describe("Short name of the column, unique on the board"),
  title: string().min(1).max(40).describe("Column heading"),
});

const task = object({
  id: string().min(1).max(80).describe("Identifies the task, unique on the board"),
  title: string().min(1).max(160).describe("What is to be done"),
  column: string().min(1).max(40).describe("Id of the column the task stands in"),
  assignee: string().max(60).optional().describe("Name of the person who has it"),
  due: string().max(40).optional().describe("Day it is due, as 2026-09-12"),
  tag: string().max(24).optional().describe("One word for its subject"),
});

/** Everything at the top matters; send it in this order, so that tasks can appear one by one. */
export const taskBoardProps = object({
  title: string().min(1).max(80).describe("What the board plans"),
  columns: array(column)
    .max(5)
    .describe("Two to five columns from first to last step; tasks in the last one are done"),
  tasks: array(task).max(60).describe("The tasks, those of one column together"),
});

export type TaskBoardProps = Infer<typeof taskBoardProps>;
