import assert from "node:assert/strict";
import { createInitialState, type StreamAction, streamReducer } from "@tambo-ai/client";

/** An event of the stream; what else it has depends on its type. */
export interface StreamEvent {
  type: string;
  name?: string;
  [key: string]: unknown;
}

export interface Block {
  type: string;
  id?: string;
  name?: string;
  [key: string]: unknown;
}

export interface Message {
  id: string;
  role: string;
  content: Block[];
  createdAt?: string;
  isCancelled?: boolean;
}

export interface Run {
  response: Response;
  text: string;
  events: StreamEvent[];
  threadId: string;
  runId: string;
  /** What the client's own reducer makes of the events. */
  messages: Message[];
  error?: { message: string; code?: string };
}

/** Reads a run's response to its end and applies its events as the published client does. */
export async function readRun(response: Response): Promise<Run> {
  const text = await response.text();
  assert(response.ok, `${response.status} ${text}`);
  const events = parseStream(text);
  return { response, text, events, ...replay(events) };
}

/** The events of a stream. Fails on anything but blocks of one `data:` line, and comments. */
export function parseStream(text: string): StreamEvent[] {
  const blocks = text.split("\n\n");
  assert.equal(blocks.pop(), "", "something follows the last blank line");
  return blocks
    .filter((block) => !block.startsWith(":"))
    .map((block) => {
      assert.match(block, /^data: \{.*\}$/);
      return JSON.parse(block.slice("data: ".length)) as StreamEvent;
    });
}

/** Applies events with the reducer of `@tambo-ai/client`, which throws for most of what does not fit. */
export function replay(events: StreamEvent[]) {
  const { type, threadId, runId } = events[0] as StreamEvent & Record<string, string>;
  assert.equal(type, "RUN_STARTED");
  if (!threadId || !runId) throw new TypeError("RUN_STARTED lacks threadId or runId");
  const actions = [
    { type: "INIT_THREAD", threadId },
    ...events.map((event) => ({ type: "EVENT", threadId, event })),
  ] as unknown as StreamAction[];
  const thread = actions.reduce(streamReducer, createInitialState()).threadMap[threadId];
  if (!thread) throw new TypeError("the reducer lost the thread");
  const messages = thread.thread.messages as unknown as Message[];
  return { threadId, runId, messages, error: thread.streaming.error };
}

/** The name of an event, which for a custom one is not its type. */
export const nameOf = (event: StreamEvent) =>
  event.type === "CUSTOM" ? String(event.name) : event.type;

/** The `value` of the custom events of this name. */
export const valuesOf = (events: StreamEvent[], name: string) =>
  events
    .filter((event) => event.type === "CUSTOM" && event.name === name)
    .map(({ value }) => value as Record<string, unknown>);

/** A message by what a stream and a reload must have in common. */
export function essence({ id, role, content }: Message) {
  const known = ["type", "id", "name", "text", "props", "input", "toolUseId", "content"];
  return {
    id,
    role,
    content: content.map((block) =>
      Object.fromEntries(known.filter((key) => key in block).map((key) => [key, block[key]])),
    ),
  };
}
