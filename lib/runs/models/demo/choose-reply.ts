import { APICallError } from "ai";
import { findProperty } from "#lib/runs/json-schema.ts";
import { type Example, examples } from "./examples.ts";
import { fillSchema } from "./fill-schema.ts";
import { introduce } from "./introduce.ts";
import { type DemoPrompt, type DemoResult, type DemoTool, mentions } from "./read-prompt.ts";
import type { Sample } from "./samples.ts";

export type ReplyPart =
  | { type: "text" | "reasoning"; text: string; chunkDelayMilliseconds?: number }
  | { type: "call"; toolName: string; input: unknown }
  /** Breaks the model's stream. */
  | { type: "failure"; error: Error };

const SLOW = {
  text:
    "This answer comes word by word, slowly enough to press Stop, to close the page, or to reload it " +
    "and see that the server went on writing without you in the meantime.",
  chunkDelayMilliseconds: 200,
};

const CALCULATORS = /^(add|sum|plus|subtract|minus|multiply|times|divide|calculat|comput|math)/i;
const LONGEST_RESULT = 300; // characters

/** The first that finds an answer wins. Words that test a client's behaviour count only at the start. */
const topics: [words: RegExp, reply: (prompt: DemoPrompt) => ReplyPart[]][] = [
  [/^slow\b/i, () => [{ type: "text", ...SLOW }]],
  [/^error\b/i, () => failAfterText(apiError(500))],
  [/^think\b/i, replyAfterThinking],
  [/^stop here\b/i, () => failAfterText(new TypeError("terminated"))],
  [/^limit\b/i, () => [{ type: "failure", error: apiError(429) }]],
  [/^form sent:/i, ({ request }) => [say(thankFor(request))]],
  [/\bto\b/i, changeComponent],
  [/\d\s*[-+*/x×]\s*\d/i, replyByCalculating],
  [/./, replyByName],
  ...[...examples].map(([name, example]): (typeof topics)[number] => [
    example.words,
    (prompt) => replyByExample(prompt, name, example),
  ]),
];

/** "Plan the launch, then theme dark": one thing after the other, each once the last one is done. */
const NEXT_STEP = /[,.;]?\s+(?:and )?then\s+/i;

/** The parts of the demo model's next message; none when there is nothing to add. */
export function chooseReply(prompt: DemoPrompt): ReplyPart[] {
  const steps = prompt.request.split(NEXT_STEP);
  const [done, next] = steps.slice(Math.max(0, prompt.rounds - 1));
  if (prompt.rounds === 0) return replyToRequest({ ...prompt, request: done ?? "" });
  const said = replyToResults({ ...prompt, request: done ?? prompt.request });
  return next === undefined ? said : [...said, ...replyToRequest({ ...prompt, request: next })];
}

function replyToRequest(prompt: DemoPrompt): ReplyPart[] {
  const { choice, tools, request } = prompt;
  const forced = choice?.type === "tool" && tools.find((tool) => tool.toolName === choice.toolName);
  if (forced) return [callTool(prompt, forced)];
  for (const [words, reply] of topics) {
    const parts = words.test(request) ? reply(prompt) : [];
    if (parts.length > 0) return withRequiredCall(prompt, parts);
  }
  return withRequiredCall(prompt, [say(introduce(tools))]);
}

function withRequiredCall(prompt: DemoPrompt, reply: ReplyPart[]): ReplyPart[] {
  const [first] = prompt.tools;
  const isMissing = prompt.choice?.type === "required" && reply.every((part) => "text" in part);
  return isMissing && first ? [...reply, callTool(prompt, first)] : reply;
}

/** What is said about the results of its calls; nothing about components that were shown. */
export function replyToResults(prompt: DemoPrompt): ReplyPart[] {
  return prompt.results.flatMap((result) => replyToResult(prompt, result));
}

function replyToResult(prompt: DemoPrompt, { name, text, isError }: DemoResult): ReplyPart[] {
  if (isError) return [say(`${name} could not be carried out. It said: ${cut(text)}`)];
  const value = parse(text);
  const tool = examples.get(name);
  const reader = [...examples].find(([, { reads }]) => reads?.tool === name);
  if (reader && !tool?.words.test(prompt.request))
    return showComponent(prompt, reader[0], reader[1].show?.(value));
  if (tool?.tell) return [say(tool.tell(value))];
  if (typeof value === "number") return [say(`It is ${value}.`)];
  return [say(text.trim() === "" ? `${name} is done.` : `${name} answered: ${cut(text)}`)];
}

function replyByExample(prompt: DemoPrompt, name: string, example: Example): ReplyPart[] {
  const { show, reads, input } = example;
  const reader = prompt.tools.find((tool) => tool.name === reads?.tool);
  if (reader) return [callTool(prompt, reader, reads?.input)];
  if (show) return showComponent(prompt, name, show());
  const tool = prompt.tools.find((candidate) => candidate.name === name);
  if (tool) return [callTool(prompt, tool, input)];
  return [say(`I would call ${name}, but this app offers no such tool.`)];
}

/** Shows a component, with the sample's props where they fit its schema and filled ones otherwise. */
function showComponent(prompt: DemoPrompt, name: string, sample?: Sample): ReplyPart[] {
  const tool = prompt.tools.find((one) => one.kind === "component" && one.name === name);
  if (!tool) return [say(`I would show a ${name}, but this app has not registered one.`)];
  if (!sample || !fits(sample.props, tool.schema))
    return [say(`Here is a ${name}.`), callTool(prompt, tool)];
  return [say(sample.text), { type: "call", toolName: tool.toolName, input: sample.props }];
}

/** Whether the schema knows all of these props and asks for no others. */
function fits(props: object, { properties, required }: Record<string, unknown>): boolean {
  return (
    Object.keys(props).every((key) => Object.hasOwn(Object(properties), key)) &&
    (!Array.isArray(required) || required.every((key) => Object.hasOwn(props, key)))
  );
}

/** Calls a tool or component with an input, or what the message has for its schema, and with words for its row. */
function callTool({ request }: DemoPrompt, tool: DemoTool, input?: object): ReplyPart {
  const { toolName, kind, name, schema } = tool;
  const filled = input ?? fillSchema(schema, request, kind);
  const status = examples.get(name)?.status ?? (kind === "component" ? [`Showing ${name}`] : []);
  const [_tambo_statusMessage, _tambo_completionStatusMessage] = status;
  if (!_tambo_statusMessage) return { type: "call", toolName, input: filled };
  const words = { _tambo_statusMessage, _tambo_completionStatusMessage };
  return { type: "call", toolName, input: Object.assign({}, filled, words) };
}

/** The tool by which the SDK lets a model change an interactable: it ends with the component's id. */
const UPDATER = /^update_component_props_((.+)-\w+)$/;

/** "Change the note to milk": new props for the interactable that a message names; nothing if there is none. */
function changeComponent(prompt: DemoPrompt): ReplyPart[] {
  const [asked = "", value = ""] = prompt.request.split(/\bto\b/i);
  return prompt.tools.flatMap((tool) => {
    const [, componentId, name = ""] = UPDATER.exec(tool.name) ?? [];
    if (!componentId || !mentions(asked, name)) return [];
    const schema = findProperty(tool.schema, "newProps", tool.schema);
    const newProps = fillSchema(schema as DemoTool["schema"], value.trim(), "component");
    return [callTool(prompt, tool, { componentId, newProps })];
  });
}

function replyByCalculating(prompt: DemoPrompt): ReplyPart[] {
  const tool = prompt.tools.find(({ kind, name }) => kind === "tool" && CALCULATORS.test(name));
  return tool ? [callTool(prompt, tool)] : [];
}

/** A product's own components and tools, as soon as a message names them. */
function replyByName(prompt: DemoPrompt): ReplyPart[] {
  return prompt.tools.flatMap((tool) => {
    const { kind, name } = tool;
    if (!mentions(prompt.request, name)) return [];
    if (kind === "tool") return [callTool(prompt, tool)];
    if (examples.has(name)) return [];
    return [say(`Here is a ${name}, filled by the demo model.`), callTool(prompt, tool)];
  });
}

function replyAfterThinking({ request }: DemoPrompt): ReplyPart[] {
  const text = `The user wrote "${request}", so this has to look like thinking.`;
  const answer = "I thought about it first. A real model would have come to something.";
  return [{ type: "reasoning", text }, say(answer)];
}

/** What to say once a form has come back as a message. */
function thankFor(message: string): string {
  const [first = "", ...answers] = message.split("\n");
  const title = first.replace(/^form sent:\s*/i, "");
  const given = answers.filter((line) => !/: (–|No)$/.test(line)).length;
  const count = given === 1 ? "one answer" : `${given} answers`;
  return `Thank you. **${title}** has arrived with ${count}; the form above stays as your receipt.`;
}

function failAfterText(error: Error): ReplyPart[] {
  return [say("This answer breaks off in the middle of"), { type: "failure", error }];
}

function apiError(statusCode: number): APICallError {
  const message = `The demo model was asked for an error ${statusCode}`;
  return new APICallError({ message, statusCode, url: "demo:", requestBodyValues: {} });
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
