import type { Conversation } from "#lib/runs/suggestions/conversation.ts";
import { toWords } from "./find-mentioned.ts";
import { abilities } from "./introduce.ts";

const INTRODUCTION = "What can you do?";

/**
 * What to ask next: for the components that the last answer did not show, those first that come
 * after it, so that taking the first suggestion each time leads to all of them.
 */
export function suggestNext({ messages, components, maximum }: Conversation) {
  const called = messages.flatMap(({ content }) => content.flatMap(readName));
  const offered = new Set([...components.map(({ name }) => name), ...called]);
  const inOrder = [
    ...[...abilities.keys()].filter((name) => offered.has(name)),
    ...[...offered].filter((name) => !abilities.has(name)),
  ];
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
  return block.type === "tool_use" && abilities.has(block.name) ? [block.name] : [];
}

/** Words that the demo model answers with this component or tool. */
function toRequest(name: string): string {
  return abilities.get(name)?.example ?? `Show a ${toWords(name)}`;
}
