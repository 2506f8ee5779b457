import { APICallError } from "ai";
import { changeComponent } from "./change-component.ts";
import { findMentioned } from "./find-mentioned.ts";
import { abilities, introduce } from "./introduce.ts";
import { isTaskQuestion } from "./is-task-question.ts";
import type { DemoPrompt, DemoTool } from "./read-prompt.ts";
import { callTool, callWith, type ReplyPart } from "./reply-part.ts";
import { replyToResults } from "./reply-to-results.ts";
import { offers } from "./sample-comparison.ts";
import { bugReport, thankFor } from "./sample-form.ts";
import { accounts, revenue, taskBoard } from "./samples.ts";
import { showComponent } from "./show-component.ts";

interface Topic {
  words: RegExp;
  reply(prompt: DemoPrompt): ReplyPart[];
}

const SLOW_MILLISECONDS = 200;

const SLOW_TEXT =
  "This answer comes word by word, slowly enough to press Stop, to close the page, or to reload it " +
  "and see that the server went on writing without you in the meantime.";

/** The first match wins. Words that test a client's behaviour come first, and only at the start. */
const topics: Topic[] = [
  {
    words: /^slow\b/i,
    reply: () => [{ type: "text", text: SLOW_TEXT, chunkDelayMilliseconds: SLOW_MILLISECONDS }],
  },
  { words: /^error\b/i, reply: () => failAfterText(apiError(500)) },
  { words: /^think\b/i, reply: replyAfterThinking },
  { words: /^stop here\b/i, reply: () => failAfterText(new TypeError("terminated")) },
  { words: /^limit\b/i, reply: () => [{ type: "failure", error: apiError(429) }] },
  {
    words: /^form sent:/i,
    reply: ({ request }) => [{ type: "text", text: thankFor(request) }],
  },
  { words: /\bto\b/i, reply: changeComponent },
  { words: /\d\s*[-+*/x×]\s*\d/i, reply: replyByCalculating },
  { words: /./, reply: replyByName },
  {
    words: /\b(selected|selection|my choice|did I (pick|choose|select))\b/i,
    reply: (prompt) => callNamed(prompt, "get_selection"),
  },
  { words: /\btasks?\b/i, reply: replyToTaskQuestion },
  { words: /\btheme\b|\b(dark|light) mode\b/i, reply: (prompt) => callNamed(prompt, "set_theme") },
  {
    words: /\b(revenue|charts?|trends?)\b/i,
    reply: (prompt) => showComponent(prompt, "Chart", revenue),
  },
  {
    words: /\b(lists?|accounts?|tables?)\b/i,
    reply: (prompt) => showComponent(prompt, "DataTable", accounts),
  },
  {
    words: /\b(bug report|collect|survey|invite)\b/i,
    reply: (prompt) => showComponent(prompt, "Form", bugReport),
  },
  { words: /\b(plan|boards?|tasks?)\b/i, reply: replyWithBoard },
  {
    words: /\b(compare|which|decide)\b/i,
    reply: (prompt) => showComponent(prompt, "Comparison", offers),
  },
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
  const forced = findForced(prompt);
  if (forced) return [callTool(prompt, forced)];
  for (const topic of topics) {
    const reply = topic.words.test(prompt.request) ? topic.reply(prompt) : [];
    if (reply.length > 0) return withRequiredCall(prompt, reply);
  }
  return withRequiredCall(prompt, [{ type: "text", text: introduce(prompt.tools) }]);
}

function findForced({ choice, tools }: DemoPrompt): DemoTool | undefined {
  if (choice?.type !== "tool") return undefined;
  return tools.find(({ toolName }) => toolName === choice.toolName);
}

function withRequiredCall(prompt: DemoPrompt, reply: ReplyPart[]): ReplyPart[] {
  const [first] = prompt.tools;
  const isMissing = prompt.choice?.type === "required" && reply.every((part) => "text" in part);
  return isMissing && first ? [...reply, callTool(prompt, first)] : reply;
}

function apiError(statusCode: number): APICallError {
  const message = `The demo model was asked for an error ${statusCode}`;
  return new APICallError({ message, statusCode, url: "demo:", requestBodyValues: {} });
}

function failAfterText(error: Error): ReplyPart[] {
  return [
    { type: "text", text: "This answer breaks off in the middle of" },
    { type: "failure", error },
  ];
}

function replyAfterThinking({ request }: DemoPrompt): ReplyPart[] {
  const thought = `The user wrote "${request}", so this has to look like thinking.`;
  const text = "I thought about it first. A real model would have come to something.";
  return [
    { type: "reasoning", text: thought },
    { type: "text", text },
  ];
}

const CALCULATORS = /^(add|sum|plus|subtract|minus|multiply|times|divide|calculat|comput|math)/i;

function replyByCalculating(prompt: DemoPrompt): ReplyPart[] {
  const tool = prompt.tools.find(({ kind, name }) => kind === "tool" && CALCULATORS.test(name));
  return tool ? [callTool(prompt, tool)] : [];
}

/** A product's own components and tools, as soon as a message names them. */
function replyByName(prompt: DemoPrompt): ReplyPart[] {
  const own = prompt.tools.filter(({ name, kind }) => kind === "tool" || !abilities.has(name));
  return findMentioned(own, prompt.request).flatMap((tool) => {
    if (tool.kind === "tool") return [callTool(prompt, tool)];
    const text = `Here is a ${tool.name}, filled by the demo model.`;
    return [{ type: "text", text }, callTool(prompt, tool)];
  });
}

function callNamed(prompt: DemoPrompt, name: string): ReplyPart[] {
  const tool = prompt.tools.find((candidate) => candidate.name === name);
  if (tool) return [callTool(prompt, tool)];
  return [{ type: "text", text: `I would call ${name}, but this app offers no such tool.` }];
}

function replyToTaskQuestion(prompt: DemoPrompt): ReplyPart[] {
  if (!isTaskQuestion(prompt.request)) return [];
  const reader = findTaskReader(prompt);
  if (!reader) return callNamed(prompt, "get_open_tasks");
  return [callWith(reader, { limit: 20 })];
}

function replyWithBoard(prompt: DemoPrompt): ReplyPart[] {
  const reader = findTaskReader(prompt);
  if (!reader) return showComponent(prompt, "TaskBoard", taskBoard());
  return [callWith(reader, { limit: 6 })];
}

function findTaskReader({ tools }: DemoPrompt): DemoTool | undefined {
  return tools.find(({ name }) => name === "get_open_tasks");
}
