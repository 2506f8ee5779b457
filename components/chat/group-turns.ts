import type { ReactTamboThreadMessage, ToolResultContent } from "@tambo-ai/react";

/** One question and everything that answered it, tool rounds included. */
export interface Turn {
  /** The id of its first message: stable while the answer arrives. */
  id: string;
  question?: ReactTamboThreadMessage;
  answers: ReactTamboThreadMessage[];
  /** What its tools gave, by the id of the call. */
  results: Map<string, ToolResultContent>;
}

/** How earlier answers ended. Kept, because the SDK only knows of the last run. */
export interface Endings {
  /** The ids of answers that were stopped. */
  stopped: ReadonlySet<string>;
  /** The ids of turns whose answer was cut off here. */
  failed: ReadonlySet<string>;
  /** The ids of failed turns that were asked again: one line each. */
  folded: ReadonlySet<string>;
}

/** The thread as turns. Messages that only carry tool results belong to the answer around them and are not shown by themselves. */
export function groupTurns(messages: ReactTamboThreadMessage[]): Turn[] {
  const turns: Turn[] = [];
  const said = messages.filter(({ role }) => role !== "system");
  for (const [index, message] of said.entries()) {
    const results: Turn["results"] = new Map();
    for (const block of message.content) {
      if (block.type === "tool_result") turns.at(-1)?.results.set(block.toolUseId, block);
    }
    if (message.role === "user") {
      if (carriesOnly("tool_result", message)) continue;
      // Until the thread is loaded again, files are in a message before their question.
      const before = said[index - 1];
      const hasFiles = before?.role === "user" && carriesOnly("resource", before);
      if (hasFiles) turns.pop();
      const content = hasFiles ? [...message.content, ...before.content] : message.content;
      turns.push({ id: message.id, question: { ...message, content }, answers: [], results });
      continue;
    }
    const last = turns.at(-1);
    if (last) last.answers.push(message);
    else turns.push({ id: message.id, answers: [message], results });
  }
  return turns;
}

/** The words of a message, without its components and tools. */
export function textOf(message: ReactTamboThreadMessage): string {
  return message.content
    .flatMap((block) => (block.type === "text" ? [block.text] : []))
    .join("\n\n")
    .trim();
}

/** Whether there is nothing else in a message. */
export function carriesOnly(type: Block["type"], { content }: ReactTamboThreadMessage): boolean {
  return content.length > 0 && content.every((block) => block.type === type);
}

/** Whether two readings of a turn would be drawn alike. The SDK makes new message objects each time it is read. */
export function isSameTurn(a: Turn, b: Turn): boolean {
  return (
    a.id === b.id &&
    a.answers.length === b.answers.length &&
    a.answers.every((message, index) => {
      const other = b.answers[index];
      return (
        other !== undefined &&
        message.id === other.id &&
        message.reasoning?.join() === other.reasoning?.join() &&
        message.content.length === other.content.length &&
        message.content.every((block, at) => isSameBlock(block, other.content[at]))
      );
    })
  );
}

type Block = ReactTamboThreadMessage["content"][number];

function isSameBlock(a: Block, b: Block | undefined): boolean {
  if (a === b) return true;
  if (a.type === "component" && b?.type === "component")
    return a.renderedComponent === b.renderedComponent && a.streamingState === b.streamingState;
  if (a.type === "tool_use" && b?.type === "tool_use")
    return a.hasCompleted === b.hasCompleted && JSON.stringify(a.input) === JSON.stringify(b.input);
  return false;
}
