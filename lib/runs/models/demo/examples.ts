import { processWide } from "#lib/base/process.ts";

/** What the demo model knows of a component or a tool of the app. */
export interface Example {
  /** "I can …" */
  verb: string;
  /** A message that asks for it. */
  example: string;
  /** What such messages have in common. */
  words: RegExp;
  /** What is said with a component, and its props; with the result of the tool that it reads, if any. */
  show?(result?: unknown): { text: string; props: object };
  reads?: { tool: string; input: object };
  /** A tool's call, as the page tells of it while it runs, and after it. */
  status?: { running: string; done: string };
  /** A tool's arguments; without them they are read from the message. */
  input?: object;
  /** A tool's result in words. */
  tell?(result: unknown): string;
}

/** By the name of the component or tool. The first one whose words a message has answers it. */
export const examples = () => processWide("demo-examples", () => new Map<string, Example>());

/** Registers the app's examples, at boot. Without one, a component or tool is filled from its schema. */
export function setDemoExamples(given: Record<string, Example>): void {
  for (const [name, example] of Object.entries(given)) examples().set(name, example);
}

/** The example that a message asks for, with its name. */
export function findExample(message: string): [string, Example] | undefined {
  return [...examples()].find(([, { words }]) => words.test(message));
}
