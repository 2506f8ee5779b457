/** A task of the sample project, as the app's own data would hold it. */
export interface OpenTask {
  id: string;
  title: string;
  assignee: string;
  column: "todo" | "doing";
  /** Day it is due; fixed, so that the same question has the same answer on every day. */
  due: string;
}

/** The sample project's open tasks, the most urgent first. Replace them by a call to your own API. */
export const OPEN_TASKS: OpenTask[] = [
  {
    id: "task-1",
    title: "Rate limit on sign-up",
    assignee: "Jonas Lind",
    column: "todo",
    due: "2026-10-02",
  },
  {
    id: "task-2",
    title: "Import from CSV, 10k rows",
    assignee: "Jonas Lind",
    column: "doing",
    due: "2026-10-05",
  },
  {
    id: "task-3",
    title: "Empty state for a first project",
    assignee: "Mara Klein",
    column: "todo",
    due: "2026-10-07",
  },
  {
    id: "task-4",
    title: "Keyboard map for the board",
    assignee: "Ada Sommer",
    column: "doing",
    due: "2026-10-09",
  },
  {
    id: "task-5",
    title: "Docs: rotate keys",
    assignee: "Ada Sommer",
    column: "todo",
    due: "2026-10-12",
  },
  {
    id: "task-6",
    title: "Invitation e-mail in German",
    assignee: "Mara Klein",
    column: "todo",
    due: "2026-10-16",
  },
];
