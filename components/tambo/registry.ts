import type { TamboComponent, TamboTool } from "@tambo-ai/react";
import { describeProps } from "./block/describe-props.ts";
import { Chart } from "./chart/chart.tsx";
import { chartProps } from "./chart/props.ts";
import { DataTable } from "./data-table/data-table.tsx";
import { dataTableProps } from "./data-table/props.ts";
import { taskBoardProps } from "./task-board/props.ts";
import { TaskBoard } from "./task-board/task-board.tsx";
import { getOpenTasks } from "./tools/get-open-tasks.ts";
import { setTheme } from "./tools/set-theme.ts";

/** What the model may show. Add your component: a name, when to use it, the React part, its schema. */
export const components: TamboComponent[] = [
  {
    name: "Chart",
    description:
      "A bar, line or area chart of figures over labelled steps, such as revenue by month. Use it for trends and comparisons of numbers.",
    component: Chart,
    propsSchema: describeProps(chartProps),
  },
  {
    name: "DataTable",
    description:
      "A table the user can sort, filter, select from and export. Use it for lists of similar things with two to eight facts each.",
    component: DataTable,
    propsSchema: describeProps(dataTableProps),
  },
  {
    name: "TaskBoard",
    description:
      "A board of tasks in columns, which the user rearranges, completes and adds to. Use it to plan or organise work.",
    component: TaskBoard,
    propsSchema: describeProps(taskBoardProps),
  },
];

/** What the model may do in the user's browser. */
export const tools: TamboTool[] = [getOpenTasks, setTheme];
