import type { TamboTool } from "@tambo-ai/react";
import { array, enum as enumeration, int, object, string } from "zod";
import { guardTool } from "./guard-tool.ts";

/** The sample project's open tasks, the most urgent first. Replace them by a call to your own API. */
const OPEN_TASKS = [
  { id: "task-1", title: "Rate limit on sign-up", assignee: "Jonas Lind", column: "todo" },
  { id: "task-2", title: "Import from CSV, 10k rows", assignee: "Jonas Lind", column: "doing" },
  {
    id: "task-3",
    title: "Empty state for a first project",
    assignee: "Mara Klein",
    column: "todo",
  },
  { id: "task-4", title: "Keyboard map for the board", assignee: "Ada Sommer", column: "doing" },
  { id: "task-5", title: "Docs: rotate keys", assignee: "Ada Sommer", column: "todo" },
  { id: "task-6", title: "Invitation e-mail in German", assignee: "Mara Klein", column: "todo" },
];

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
    tasks: OPEN_TASKS.filter(({ column }) => !status || column === status).slice(0, limit),
  })),
} satisfies TamboTool;
