import type { Conversation } from "#lib/runs/suggestions/conversation.ts";
import { examples } from "./examples.ts";
import { type DemoTool, toWords } from "./read-prompt.ts";

const INTRODUCTION = "What can you do?";

// British, which has no comma before the last one.
const and = new Intl.ListFormat("en-GB", { type: "conjunction" });
const or = new Intl.ListFormat("en-GB", { type: "disjunction" });

/** Who answers, what it can do with what this run offers, and words to try. */
export function introduce(tools: DemoTool[]): string {
  const known = tools.flatMap(({ name }) => examples.get(name) ?? []);
  const others = tools.filter(({ name }) => !examples.has(name)).map(({ name }) => toWords(name));
  const sentences = ["I am the demo model."];
  if (known.length > 0) {
    const verbs = known.map(({ verb }) => verb);
    const messages = known.map(({ example }) => `"${example}"`);
    sentences.push(`I can ${and.format(verbs)}.`, `Try ${or.format(messages)}.`);
  }
  if (others.length > 0) sentences.push(`Name one of these and I use it: ${others.join(", ")}.`);
  if (tools.length === 0) {
    sentences.push("This app offers me nothing to show or to do, so I can only say so.");
  }
  return sentences.join(" ");
}

/**
 * What to ask next: for the components that the last answer did not show, those first that come
 * after it, so that taking the first suggestion each time leads to all of them.
 */
export function suggestNext({ messages, components, maximum }: Conversation) {
  const called = messages.flatMap(({ content }) => content.flatMap(readName));
  const offered = new Set([...components.map(({ name }) => name), ...called]);
  const inOrder = [...new Set([...examples.keys(), ...offered])].filter((name) =>
    offered.has(name),
  );
  const shown = called.at(-1);
  const start = shown === undefined ? 0 : inOrder.indexOf(shown) + 1;
  const others = [...inOrder.slice(start), ...inOrder.slice(0, start)].filter(
    (name) => name !== shown,
  );
  const texts = [...others.map(toRequest), INTRODUCTION].slice(0, maximum);
  return { suggestions: texts.map((text) => ({ title: text, message: text })) };
}

/** What was shown, and the tools that it has words for. */
function readName(block: Conversation["messages"][number]["content"][number]): string[] {
  if (block.type === "component") return [block.name];
  return block.type === "tool_use" && examples.has(block.name) ? [block.name] : [];
}

/** Words that the demo model answers with this component or tool. */
function toRequest(name: string): string {
  return examples.get(name)?.example ?? `Show a ${toWords(name)}`;
}
