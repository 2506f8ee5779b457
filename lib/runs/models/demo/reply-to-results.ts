import { describeSelection } from "./describe-selection.ts";
import { isTaskQuestion } from "./is-task-question.ts";
import type { DemoPrompt, DemoResult } from "./read-prompt.ts";
import type { ReplyPart } from "./reply-part.ts";
import { describeTasks, type OpenTask, taskBoard } from "./samples.ts";
import { showComponent } from "./show-component.ts";

const LONGEST_RESULT = 300; // characters

/** What the demo model says about the results of its calls; nothing about components it has shown. */
export function replyToResults(prompt: DemoPrompt): ReplyPart[] {
  return prompt.results.flatMap((result) => replyToResult(prompt, result));
}

function replyToResult(prompt: DemoPrompt, result: DemoResult): ReplyPart[] {
  const { name, text, isError } = result;
  if (isError) return [say(`${name} could not be carried out. It said: ${cut(text)}`)];
  const value = parse(text);
  if (name === "get_open_tasks") {
    const tasks = readTasks(value);
    if (isTaskQuestion(prompt.request)) return [say(describeTasks(tasks))];
    if (tasks.length > 0) return showComponent(prompt, "TaskBoard", taskBoard(tasks));
  }
  if (name === "get_selection") return [say(describeSelection(value))];
  if (name === "set_theme") return [say(`The theme is now ${readTheme(value) ?? "changed"}.`)];
  if (typeof value === "number") return [say(`It is ${value}.`)];
  return [say(text.trim() === "" ? `${name} is done.` : `${name} answered: ${cut(text)}`)];
}

function say(text: string): ReplyPart {
  return { type: "text", text };
}

function cut(text: string): string {
  return text.length > LONGEST_RESULT ? `${text.slice(0, LONGEST_RESULT)}…` : text;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function readMember(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as never)[key] : undefined;
}

function readTheme(value: unknown): string | undefined {
  const theme = readMember(value, "theme");
  return typeof theme === "string" ? theme : undefined;
}

function readTasks(value: unknown): OpenTask[] {
  const tasks = readMember(value, "tasks");
  if (!Array.isArray(tasks)) return [];
  return tasks.flatMap((task: unknown) => {
    const [id, title, column, assignee] = ["id", "title", "column", "assignee"].map((key) =>
      readMember(task, key),
    );
    if (typeof id !== "string" || typeof title !== "string" || typeof column !== "string")
      return [];
    return [{ id, title, column, ...(typeof assignee === "string" && { assignee }) }];
  });
}
