import { expect, test } from "vitest";
import { getOpenTasks } from "./get-open-tasks.ts";

const read = (input: unknown) => getOpenTasks.tool(input as never);

test("reads every open task, the most urgent first, without what was not asked for", async () => {
  const { tasks } = await read({});
  expect(tasks).toHaveLength(6);
  expect(tasks[0]).toEqual({
    id: "task-1",
    title: "Rate limit on sign-up",
    assignee: "Jonas Lind",
    column: "todo",
  });
});

test("keeps to the status and the limit", async () => {
  const { tasks } = await read({ status: "doing", limit: 1 });
  expect(tasks.map(({ id }) => id)).toEqual(["task-2"]);
});

test.each([0, 21, 1.5])("refuses the limit %d", async (limit) => {
  await expect(read({ limit })).rejects.toThrow("get_open_tasks cannot use limit");
});
