import type { Conversation } from "#lib/runs/suggestions/suggest.ts";
import { examples } from "./examples.ts";
import { type DemoTool, toWords } from "./read-prompt.ts";

// British, which has no comma before the last one.
const and = new Intl.ListFormat("en-GB", { type: "conjunction" });
const or = new Intl.ListFormat("en-GB", { type: "disjunction" });

/** Who answers, what it can do with what this run offers, and words to try. */
export function introduce(tools: DemoTool[]): string {
  const known = tools.flatMap(({ name }) => examples().get(name) ?? []);
  const others = tools.flatMap(({ name }) => (examples().has(name) ? [] : toWords(name)));
  const verbs = known.map(({ verb }) => verb);
  const messages = known.map(({ example }) => `"${example}"`);
  return [
    "I am the demo model.",
    known.length > 0 && `I can ${and.format(verbs)}. Try ${or.format(messages)}.`,
    others.length > 0 && `Name one of these and I use it: ${others.join(", ")}.`,
    tools.length === 0 && "This app offers me nothing to show or to do, so I can only say so.",
  ]
    .filter(Boolean)
    .join(" ");
}

/**
 * What to ask next: for the components that the last answer did not show, those first that come
 * after it, so that taking the first suggestion each time leads to all of them.
 */
export function suggestNext({ messages, components, maximum }: Conversation) {
  const called = messages
    .flatMap(({ content }) => content.filter((block) => "name" in block))
    .filter(({ type, name }) => type === "component" || examples().has(name))
    .map(({ name }) => name);
  const offered = new Set([...components.map(({ name }) => name), ...called]);
  const names = [...new Set([...examples().keys(), ...offered])].filter((name) =>
    offered.has(name),
  );
  const next = names.indexOf(called.at(-1) ?? "") + 1;
  const texts = [...names.slice(next), ...names.slice(0, Math.max(0, next - 1))].map(
    (name) => examples().get(name)?.example ?? `Show a ${toWords(name)}`,
  );
  const suggested = [...texts, "What can you do?"].slice(0, maximum);
  return { suggestions: suggested.map((text) => ({ title: text, message: text })) };
}
