import type { TamboTool } from "@tambo-ai/react";
import { array, enum as enumeration, int, object, string } from "zod";
import { guardTool } from "./guard-tool.ts";
import { OPEN_TASKS } from "./open-tasks.ts";

const inputSchema = object({
  status: enumeration(["todo", "doing"])
    .optional()
    .describe("Only tasks that wait, or only those in work; both when left out"),
  limit: int().min(1).max(20).default(20).describe("How many tasks at most"),
});

const outputSchema = object({
  tasks: array(
    object({ id: string(), title: string(), assignee: string(), column: string() }),
  ).describe("Open tasks, the most urgent first; column is todo or doing"),
});

/** Lets the model read the app's open tasks. */
export const getOpenTasks = {
  name: "get_open_tasks",
  title: "Read open tasks",
  description: "Reads the tasks that are still open, the most urgent first.",
  inputSchema,
  outputSchema,
  tool: guardTool("get_open_tasks", inputSchema, ({ status, limit }) => ({
    tasks: OPEN_TASKS.filter((task) => !status || task.column === status)
      .slice(0, limit)
      .map(({ id, title, assignee, column }) => ({ id, title, assignee, column })),
  })),
} satisfies TamboTool;
