import { type ReadTask, readTasks, steps } from "../tools/examples.ts";

const sampleTasks = [
  ["Rate limit on sign-up", "todo", "Jonas Lind", "security"],
  ["Empty state for a first project", "todo", "Mara Klein", "design"],
  ["Docs: rotate keys", "todo", "Ada Sommer", "docs"],
  ["Invitation e-mail in German", "todo", "Mara Klein", "docs"],
  ["Import from CSV, 10k rows", "doing", "Jonas Lind", "core"],
  ["Keyboard map for the board", "doing", "Ada Sommer", "a11y"],
  ["Sign in with e-mail", "done", "Mara Klein", "security"],
  ["Dark colours", "done", "Ada Sommer", "design"],
].map(([title = "", column = "", assignee, tag], index) => {
  return { id: `sample-${index + 1}`, title, column, assignee, tag };
});
const tags = new Map(sampleTasks.map(({ title, tag }) => [title, tag]));
const isOpen = ({ column }: ReadTask) => column !== "done";

/** What the demo model answers with a board: the open tasks, those of one column together, and two that are done. */
export const taskBoardExample = {
  verb: "plan",
  example: "Plan the beta launch",
  words: /\b(plan|boards?|tasks?)\b/i,
  reads: { tool: "get_open_tasks", input: { limit: 6 } },
  /** What a user does with its rows. */
  rows: { did: "arranged", what: "task" },
  show(result?: unknown) {
    const open = result === undefined ? sampleTasks.filter(isOpen) : readTasks(result);
    const done = sampleTasks.filter((task) => !isOpen(task));
    const rank = ({ column }: ReadTask) => steps.findIndex(({ id }) => id === column);
    const tasks = [...open, ...done].toSorted((one, other) => rank(one) - rank(other));
    return {
      text: `${open.length} tasks are open, ${done.length} are done. Move them as you like.`,
      props: {
        title: "Beta launch",
        columns: steps,
        tasks: tasks.map((task) => ({ ...task, tag: tags.get(task.title) })),
      },
    };
  },
};
