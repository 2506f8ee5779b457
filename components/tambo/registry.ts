import type { TamboComponent, TamboTool } from "@tambo-ai/react";
import { lazy } from "react";
import { describeProps } from "./block/describe-props.ts";
import { chartProps } from "./chart/props.ts";
import { comparisonProps } from "./comparison/props.ts";
import { dataTableProps } from "./data-table/props.ts";
import { formProps } from "./form/props.ts";
import { taskBoardProps } from "./task-board/props.ts";
import { getOpenTasks } from "./tools/get-open-tasks.ts";
import { getSelection } from "./tools/get-selection.ts";
import { setTheme } from "./tools/set-theme.ts";

/** What the model may show. Add your component: a name, when to use it, the React part, its schema. */
export const components: TamboComponent[] = [
  {
    name: "Chart",
    description:
      "A bar, line or area chart of figures over labelled steps, such as revenue by month. Use it for trends and comparisons of numbers.",
    component: lazy(() => import("./chart/chart.tsx")),
    propsSchema: describeProps(chartProps),
  },
  {
    name: "DataTable",
    description:
      "A table the user can sort, filter, select from and export. Use it for lists of similar things with two to eight facts each.",
    component: lazy(() => import("./data-table/data-table.tsx")),
    propsSchema: describeProps(dataTableProps),
  },
  {
    name: "TaskBoard",
    description:
      "A board of tasks in columns, which the user rearranges, completes and adds to. Use it to plan or organise work.",
    component: lazy(() => import("./task-board/task-board.tsx")),
    propsSchema: describeProps(taskBoardProps),
  },
  {
    name: "Form",
    description:
      "A form of one to twelve questions, which the user fills in and sends; the answers come as their next message. Use it to collect facts, never passwords or card numbers.",
    component: lazy(() => import("./form/form.tsx")),
    propsSchema: describeProps(formProps),
  },
  {
    name: "Comparison",
    description:
      "Two to four options scored on several criteria, whose weights the user sets before choosing. Use it to help with a decision.",
    component: lazy(() => import("./comparison/comparison.tsx")),
    propsSchema: describeProps(comparisonProps),
  },
];

/** What the model may do in the user's browser. */
export const tools: TamboTool[] = [getOpenTasks, getSelection, setTheme];
