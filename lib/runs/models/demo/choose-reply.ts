import { APICallError } from "ai";
import { findProperty } from "#lib/runs/json-schema.ts";
import { type Example, examples, findExample } from "./examples.ts";
import { fillSchema } from "./fill-schema.ts";
import { introduce } from "./introduce.ts";
import { type DemoPrompt, type DemoTool, mentions } from "./read-prompt.ts";

type Sample = ReturnType<NonNullable<Example["show"]>>;
export type ReplyPart =
  | { type: "text" | "reasoning"; text: string; chunkDelayMilliseconds?: number }
  | { type: "call"; toolName: string; input: unknown }
  /** Ends the model's stream. */
  | { type: "error"; error: Error };

const SLOW =
  "This answer comes word by word, slowly enough to press Stop, to close the page, or to reload it " +
  "and see that the server went on writing without you in the meantime.";
const BREAKING = "This answer breaks off in the middle of";
const THOUGHT = "This has to look like thinking.";
const THOUGHT_OUT = "I thought about it first. A real model would have come to something.";
const LONGEST_RESULT = 300; // characters

/** The first that finds an answer wins. Words that test a client's behaviour count only at the start. */
const topics: [words: RegExp, reply: (prompt: DemoPrompt) => ReplyPart[]][] = [
  [/^slow\b/i, () => [{ ...say(SLOW), chunkDelayMilliseconds: 200 }]],
  [/^error\b/i, () => [say(BREAKING), failWith(500)]],
  [/^stop here\b/i, () => [say(BREAKING), { type: "error", error: new TypeError("terminated") }]],
  [/^limit\b/i, () => [failWith(429)]],
  [/^think\b/i, () => [{ type: "reasoning", text: THOUGHT }, say(THOUGHT_OUT)]],
  [/^form sent:/i, ({ request }) => [say(thankFor(request))]],
  [/\bto\b/i, changeComponent],
  [/\d\s*[-+*/x×]\s*\d/i, calculate],
  [/./, callNamed],
  [/^/, replyByExample],
];

/** "Plan the launch, then theme dark": one thing after the other, each once the last one is done. */
const NEXT_STEP = /[,.;]?\s+(?:and )?then\s+/i;

/** The parts of the demo model's next message; none when there is nothing to add. */
export function chooseReply(prompt: DemoPrompt): ReplyPart[] {
  const steps = prompt.request.split(NEXT_STEP);
  if (prompt.rounds === 0) return replyToRequest({ ...prompt, request: steps[0] ?? "" });
  const [done = prompt.request, next] = steps.slice(prompt.rounds - 1);
  const said = replyToResults({ ...prompt, request: done });
  return next === undefined ? said : [...said, ...replyToRequest({ ...prompt, request: next })];
}

function replyToRequest(prompt: DemoPrompt): ReplyPart[] {
  const { choice, tools, request } = prompt;
  const forced = tools.find((tool) => choice?.type === "tool" && tool.toolName === choice.toolName);
  if (forced) return [call(prompt, forced)];
  const fitting = topics.values().filter(([words]) => words.test(request));
  const replies = fitting.map(([, reply]) => reply(prompt));
  const reply = replies.find(({ length }) => length > 0) ?? [];
  const [required] = choice?.type === "required" ? tools : [];
  const isMissing = reply.every((part) => "text" in part);
  return isMissing && required ? [...reply, call(prompt, required)] : reply;
}

function replyByExample(prompt: DemoPrompt): ReplyPart[] {
  const [name = "", example] = findExample(prompt.request) ?? [];
  if (!example) return [say(introduce(prompt.tools))];
  const { reads, show } = example;
  const reader = prompt.tools.find((tool) => tool.name === reads?.tool);
  if (!reader && show) return showComponent(prompt, name, show());
  const tool = reader ?? prompt.tools.find((one) => one.name === name);
  if (tool) return [call(prompt, tool, (reads ?? example).input)];
  return [say(`I would call ${name}, but this app offers no such tool.`)];
}

/** What is said about the results of its calls; nothing about components that were shown. */
export function replyToResults(prompt: DemoPrompt): ReplyPart[] {
  const [asked = "", { reads, show } = {}] = findExample(prompt.request) ?? [];
  return prompt.results.flatMap(({ name, text, isError }) => {
    const start = text.length > LONGEST_RESULT ? `${text.slice(0, LONGEST_RESULT)}…` : text;
    if (isError) return say(`${name} could not be carried out. It said: ${start}`);
    const value = parse(text);
    if (reads?.tool === name) return showComponent(prompt, asked, show?.(value));
    const told = examples().get(name)?.tell?.(value);
    if (told) return say(told);
    if (typeof value === "number") return say(`It is ${value}.`);
    return say(text.trim() === "" ? `${name} is done.` : `${name} answered: ${start}`);
  });
}

/** Shows a component, with the sample's props where they fit its schema and filled ones otherwise. */
function showComponent(prompt: DemoPrompt, name: string, sample?: Sample): ReplyPart[] {
  const tool = prompt.tools.find((one) => one.kind === "component" && one.name === name);
  if (!tool) return [say(`I would show a ${name}, but this app has not registered one.`)];
  if (sample && fits(sample.props, tool.schema))
    return [say(sample.text), call(prompt, tool, sample.props)];
  return [say(`Here is a ${name}, filled by the demo model.`), call(prompt, tool)];
}

/** Whether the schema knows all of these props and asks for no others. */
function fits(props: object, { properties, required = [] }: DemoTool["schema"]): boolean {
  const isKnown = Object.keys(props).every((key) => Object.hasOwn(Object(properties), key));
  return isKnown && [required].flat().every((key) => Object.hasOwn(props, String(key)));
}

/** A call with an input, or with what the message has for the schema, and with words that the page shows. */
function call({ request }: DemoPrompt, tool: DemoTool, input?: object): ReplyPart {
  const { toolName, kind, name, schema } = tool;
  const filled = input ?? fillSchema(schema, request, kind);
  const { running, done } = { ...examples().get(name)?.status };
  const words = { _tambo_statusMessage: running, _tambo_completionStatusMessage: done };
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
    return call(prompt, tool, { componentId, newProps });
  });
}

function calculate(prompt: DemoPrompt): ReplyPart[] {
  const words = /^(add|sum|plus|subtract|minus|multiply|times|divide|calculat|comput|math)/i;
  const tool = prompt.tools.find(({ kind, name }) => kind === "tool" && words.test(name));
  return tool ? [call(prompt, tool)] : [];
}

/** A product's own components and tools, as soon as a message names them. */
function callNamed(prompt: DemoPrompt): ReplyPart[] {
  const named = prompt.tools.filter(({ name }) => mentions(prompt.request, name));
  return named.flatMap((tool) => {
    if (tool.kind === "tool") return call(prompt, tool);
    return examples().has(tool.name) ? [] : showComponent(prompt, tool.name);
  });
}

/** What to say once a form has come back as a message. */
function thankFor(message: string): string {
  const [first = "", ...answers] = message.split("\n");
  const title = first.replace(/^form sent:\s*/i, "");
  const given = answers.filter((line) => !/: (–|No)$/.test(line)).length;
  const count = given === 1 ? "one answer" : `${given} answers`;
  return `Thank you. **${title}** has arrived with ${count}; the form above stays as your receipt.`;
}

function failWith(statusCode: number): ReplyPart {
  const message = `The demo model was asked for an error ${statusCode}`;
  const error = new APICallError({ message, statusCode, url: "demo:", requestBodyValues: {} });
  return { type: "error", error };
}

const say = (text: string): ReplyPart => ({ type: "text", text });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
