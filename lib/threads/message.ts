import { ReadableStream as NodeStream } from "node:stream/web";
import { setImmediate } from "node:timers/promises";
import { and, asc, desc, eq, lt, ne, type SQL, sql } from "drizzle-orm";
import { messages } from "#drizzle/schema/threads.ts";
import { answerText } from "#lib/base/http/answer.ts";
import { type ContentBlock, countCharacters } from "./content.ts";

/** The columns that the owner sees. `additionalContext` is for the model only. */
export const messageColumns = {
  id: messages.id,
  role: messages.role,
  content: messages.content,
  reasoning: messages.reasoning,
  metadata: messages.metadata,
  isCancelled: messages.isCancelled,
  thumb: messages.thumb,
  thumbNote: messages.thumbNote,
  createdAt: messages.createdAt,
};

/** The size of messages in one answer. */
const MOST_BYTES = 16 * 1024 * 1024;
/** The size of files, which come with the first messages of an answer: what one message may have. */
const FIRST_FILES_BYTES = 4_000_000;
/** In place of a file that the database left out. It is no base64. */
export const FILE_LEFT_OUT = "(left out)";
const ROW_BYTES = 2_000;
/** As many empty messages fit. */
export const MOST_MESSAGES = Math.ceil(MOST_BYTES / ROW_BYTES);

const leanBytes = sql`octet_length(${messages.leanContent}::text)`;

/**
 * The weight of a message, from the size of its JSON. Objects with many members take several times as
 * long to read as files and texts, so they weigh more. A character of reasoning is stored in a sixth of
 * what it takes in JSON at most.
 */
const weigh = (bytes: SQL) => sql`${ROW_BYTES}
  + ${bytes} * case ${messages.role} when 'assistant' then 4 else 1 end
  + coalesce(${messages.metadataBytes}, 0) * 4
  + coalesce(pg_column_size(${messages.reasoning}), 0) * 6`;

/**
 * Columns for a query of messages that tell which of them fit into one answer, beginning with the
 * oldest or the newest. The first one always fits. Files count where they are read.
 */
export function budget(order: "asc" | "desc", { withFiles = false } = {}) {
  const createdAt = (order === "asc" ? asc : desc)(messages.createdAt);
  const all = sql`${messages.contentBytes}`;
  const weight = weigh(withFiles ? all : sql`coalesce(${leanBytes}, ${all})`);
  return {
    /** The weight of the messages before it. */
    before: sql<number>`coalesce(sum(${weight}) over (order by ${createdAt}
      rows between unbounded preceding and 1 preceding), 0)`.as("before"),
    /** Whether there is a message after it. */
    hasNext: sql<boolean>`lead(true, 1, false) over (order by ${createdAt})`.as("has_next"),
  };
}

/** The content of a message: with its files as long as those of the messages before it are few, or with all. */
export function shownContent(order: "asc" | "desc", { withFiles = false } = {}) {
  const createdAt = (order === "asc" ? asc : desc)(messages.createdAt);
  const files = sql`${messages.contentBytes} - ${leanBytes}`;
  const few = sql`case when ${messages.leanContent} is null
    or coalesce(sum(${files}) over (order by ${createdAt}
      rows between unbounded preceding and 1 preceding), 0) < ${FIRST_FILES_BYTES}
    then ${messages.content} else ${messages.leanContent} end`;
  const shown = withFiles ? sql`${messages.content}` : few;
  return shown.mapWith(messages.content).as("shown_content");
}

export function fits({ before }: { before: SQL.Aliased<number> }) {
  return lt(before, MOST_BYTES);
}

export type MessageRow = Pick<typeof messages.$inferSelect, keyof typeof messageColumns>;

/** The condition for messages that the owner sees. System prompts are for the model only. */
export function isShown(ownerId: string, threadId: string) {
  return and(
    eq(messages.ownerId, ownerId),
    eq(messages.threadId, threadId),
    ne(messages.role, "system"),
  );
}

/** State by component id. */
export type ComponentStates = Record<string, Record<string, unknown>>;

export interface Message {
  id: string;
  role: "user" | "assistant" | "system";
  content: unknown[];
  createdAt: string;
  reasoning?: string[];
  metadata?: Record<string, unknown>;
  isCancelled?: true;
  feedback?: Feedback;
}

/** What the reader thought of an answer, and why. */
export interface Feedback {
  thumb: "up" | "down";
  note?: string;
}

/** A message as the API shows it, with the state of each component. */
export function toMessage(row: MessageRow, states: ComponentStates | null): Message {
  const content = row.content as ContentBlock[];
  return {
    id: row.id,
    role: row.role,
    content: content.map((block) => {
      if (block.type === "resource" && block.resource.blob === FILE_LEFT_OUT) {
        const { blob: _, ...resource } = block.resource;
        return { ...block, resource };
      }
      if (block.type !== "component" && block.type !== "tool_use") return block;
      const { providerOptions: _, ...shown } = block;
      const state = block.type === "component" ? states?.[block.id] : undefined;
      return state ? { ...shown, state } : shown;
    }),
    createdAt: row.createdAt.toISOString(),
    reasoning: row.reasoning ?? undefined,
    metadata: row.metadata ?? undefined,
    isCancelled: row.isCancelled || undefined,
    feedback: row.thumb ? { thumb: row.thumb, note: row.thumbNote ?? undefined } : undefined,
  };
}

/** Characters that are written at a stretch. */
const LARGE = 1_000_000;
/** The work of a text, apart from its characters, which takes as long as those of so many. */
const EACH = 100;

/** Small texts together. Others have their turn after each million characters. */
export async function* gather(texts: Iterable<string> | AsyncIterable<string>) {
  let gathered = "";
  let work = 0;
  for await (const text of texts) {
    gathered += text;
    work += text.length + EACH;
    if (work < LARGE) continue;
    yield gathered;
    gathered = "";
    work = 0;
    await setImmediate();
  }
  yield gathered;
}

/** The texts as the body of a response, each encoded when it is sent. */
export function streamTexts(texts: Iterable<string> | AsyncIterable<string>): ReadableStream {
  async function* encode() {
    for await (const text of texts) yield Buffer.from(text);
  }
  return NodeStream.from(encode()) as ReadableStream;
}

/** Something with messages, as JSON. What is small is sent at once, which costs less. */
export async function answerMessages(page: { messages: Message[] }): Promise<Response> {
  // The last one has just been read.
  await setImmediate();
  const texts = await Array.fromAsync(gather(writeJson(page)));
  const [only = ""] = texts;
  if (texts.length === 1) return answerText(only);
  return new Response(streamTexts(texts), { headers: { "content-type": "application/json" } });
}

function* writeJson({ messages, ...rest }: { messages: Message[] }): Generator<string> {
  yield `${JSON.stringify(rest).slice(0, -1)},"messages":[`;
  for (const [index, message] of messages.entries()) {
    const separator = index > 0 ? "," : "";
    if (isLarge(message)) yield* writeLarge(message, separator);
    else yield separator + JSON.stringify(message);
  }
  yield "]}";
}

export const isLarge = ({ content }: Message) => countCharacters(content as ContentBlock[]) > LARGE;

/** A message as JSON after this separator, each of its blocks by itself. */
export function* writeLarge(message: Message, separator: string): Generator<string> {
  const beginning = '"content":[';
  const json = JSON.stringify({ ...message, content: [] });
  const at = json.indexOf(beginning) + beginning.length;
  yield separator + json.slice(0, at);
  for (const [index, block] of message.content.entries()) {
    yield (index > 0 ? "," : "") + JSON.stringify(block);
  }
  yield json.slice(at);
}
