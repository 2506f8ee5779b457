import type { TamboTool } from "@tambo-ai/react";
import { array, object, string } from "zod";
import { readSelection } from "../block/selection.ts";
import { guardTool } from "./guard-tool.ts";

const inputSchema = object({});

const outputSchema = object({
  component: string().nullable().describe("Where something is picked; null if nothing is"),
  title: string().optional(),
  columns: array(string()).optional().describe("What the cells of each row are"),
  rows: array(array(string())).optional().describe("The rows of a table, or the tasks of a board"),
  choice: string().optional().describe("The option chosen in a comparison"),
});

/** Lets the model see what the user picked last: rows, tasks or an option. */
export const getSelection = {
  name: "get_selection",
  title: "See what is selected",
  description:
    "Tells what the user has picked in the components of this thread: rows of a table, tasks of a board, or the option of a comparison.",
  inputSchema,
  outputSchema,
  tool: guardTool("get_selection", inputSchema, () => readSelection() ?? { component: null }),
} satisfies TamboTool;
