import type { TamboComponent, TamboTool } from "@tambo-ai/react";
import { lazy } from "react";
import { block, describeProps } from "./block/block.tsx";
import { chartProps, chartState } from "./chart/props.ts";
import { comparisonProps, comparisonState } from "./comparison/props.ts";
import { describeChoice } from "./comparison/weigh-options.ts";
import { dataTableProps, pickRows, tableState } from "./data-table/props.ts";
import { formState } from "./form/answers.ts";
import { formProps } from "./form/props.ts";
import { RegisterNotes } from "./notes/register-notes.tsx";
import { listTasks } from "./task-board/arrange-board.ts";
import { boardState } from "./task-board/board-state.ts";
import { taskBoardProps } from "./task-board/props.ts";
import { getOpenTasks } from "./tools/get-open-tasks.ts";
import { getSelection } from "./tools/get-selection.ts";
import { setTheme } from "./tools/set-theme.ts";

const ChartView = lazy(() => import("./chart/chart-view.tsx"));
const DataTableView = lazy(() => import("./data-table/data-table-view.tsx"));
const TaskBoardView = lazy(() => import("./task-board/task-board-view.tsx"));
const FormView = lazy(() => import("./form/form-view.tsx"));
const ComparisonView = lazy(() => import("./comparison/comparison-view.tsx"));

/** What the model may show. Add your component: a name, when to use it, the React part, its schema. */
export const components: TamboComponent[] = [
  {
    name: "Chart",
    description:
      "A bar, line or area chart of figures over labelled steps, such as revenue by month. Use it for trends and comparisons of numbers.",
    component: block(chartProps, chartState, ChartView),
    propsSchema: describeProps(chartProps),
  },
  {
    name: "DataTable",
    description:
      "A table the user can sort, filter, select from and export. Use it for lists of similar things with two to eight facts each.",
    component: block(dataTableProps, tableState, DataTableView, pickRows),
    propsSchema: describeProps(dataTableProps),
  },
  {
    name: "TaskBoard",
    description:
      "A board of tasks in columns, which the user rearranges, completes and adds to. Use it to plan or organise work.",
    component: block(taskBoardProps, boardState, TaskBoardView, listTasks),
    propsSchema: describeProps(taskBoardProps),
  },
  {
    name: "Form",
    description:
      "A form of one to twelve questions, which the user fills in and sends; the answers come as their next message. Use it to collect facts, never passwords or card numbers.",
    component: block(formProps, formState, FormView),
    propsSchema: describeProps(formProps),
  },
  {
    name: "Comparison",
    description:
      "Two to four options scored on several criteria, whose weights the user sets before choosing. Use it to help with a decision.",
    component: block(comparisonProps, comparisonState, ComparisonView, describeChoice),
    propsSchema: describeProps(comparisonProps),
  },
];

/** What the model may do in the user's browser. */
export const tools: TamboTool[] = [getOpenTasks, getSelection, setTheme];

/** What registers itself inside TamboProvider, because it acts as the user. */
export const registrations = [RegisterNotes];
