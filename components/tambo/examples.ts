import { chartExample } from "./chart/example.ts";
import { comparisonExample } from "./comparison/example.ts";
import { dataTableExample } from "./data-table/example.ts";
import { formExample } from "./form/example.ts";
import { taskBoardExample } from "./task-board/example.ts";
import { openTasksExample, selectionExample, setThemeExample } from "./tools/examples.ts";

/** What the demo model knows of the registry's components and tools. The first one whose words a message has answers it. */
export const examples = {
  get_selection: selectionExample({ TaskBoard: taskBoardExample.rows }),
  get_open_tasks: openTasksExample,
  set_theme: setThemeExample,
  Chart: chartExample,
  DataTable: dataTableExample,
  TaskBoard: taskBoardExample,
  Form: formExample,
  Comparison: comparisonExample,
};
