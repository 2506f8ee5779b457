import { and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import { messages } from "#drizzle/schema/threads.ts";
import type { OwnerTransaction } from "#drizzle/with-owner.ts";
import { type ContentBlock, isToolResult } from "#lib/threads/content.ts";
import { FILE_LEFT_OUT } from "#lib/threads/message.ts";
import { newId } from "#lib/threads/thread.ts";
import type { Emit, RunEvent } from "./events.ts";
import { contextTokens } from "./models/model-settings.ts";
import { describeResource, type HistoryMessage, MAX_FILE_CHARACTERS, MAX_FILES } from "./prompt.ts";
import type { RunOptions } from "./run-request.ts";
import type { RunKey, StoredMessage } from "./store.ts";

export interface History {
  messages: HistoryMessage[];
  /** The beginning of the thread is not among them. */
  isCut: boolean;
  /** The user was told that the model does not read the beginning. */
  isNoticed: boolean;
}

/** Bytes of JSON in UTF-8 that make a token: about right for words of any script. */
const TOKEN_BYTES = 4;
/** Models count a picture by its size on a screen, up to about so much. */
const FILE_TOKENS = 2_000;

export const countTokens = (text: string) => Buffer.byteLength(text) / TOKEN_BYTES;

/**
 * How many tokens of a thread the model gets: its window, without a quarter for the answer and the
 * instructions, and without what the app offers. That may be wrong: then the provider says so.
 */
export function roomForHistory({ availableComponents, tools }: RunOptions): number {
  const window = contextTokens();
  const offered = countTokens(JSON.stringify([availableComponents, tools]));
  return Math.floor(Math.max(window / 4, (window * 3) / 4 - offered));
}

/** Messages that tell the user something, and that the model does not get. */
const isNotice = sql`${messages.id} like 'notice\\_%'`;

/**
 * The newest messages of a thread that fit into so many tokens, those since the last question in any
 * case, and all system messages. Of files only the newest are read that fit into one request.
 */
export async function listHistory(
  tx: OwnerTransaction,
  { ownerId, threadId }: RunKey,
  room: number,
): Promise<History> {
  const lean = sql`coalesce(octet_length(${messages.leanContent}::text), ${messages.contentBytes})`;
  const files = sql`coalesce(jsonb_array_length(jsonb_path_query_array(${messages.leanContent}, '$[*].resource.blob')), 0)`;
  const sumTo = (end: "1 preceding" | "current row", value: SQL) =>
    sql`coalesce(sum(${value}) over (order by ${desc(messages.createdAt)}
      rows between unbounded preceding and ${sql.raw(end)}), 0)`;
  const text = sql`${lean} + coalesce(${messages.additionalContextBytes}, 0)`;
  const hasRoom = sql`${sumTo("current row", sql`${messages.contentBytes} - ${lean}`)} <= ${MAX_FILE_CHARACTERS}
    and ${sumTo("1 preceding", files)} < ${Math.min(MAX_FILES, Math.ceil(room / FILE_TOKENS))}`;
  const all = tx
    .select({
      role: messages.role,
      content: sql<ContentBlock[]>`case when ${messages.leanContent} is null or ${hasRoom}
        then ${messages.content} else ${messages.leanContent} end`.as("sent_content"),
      additionalContext: messages.additionalContext,
      createdAt: messages.createdAt,
      isNotice: sql<boolean>`${isNotice}`.as("is_notice"),
      isWanted:
        sql<boolean>`${messages.role} = 'system' or ${sumTo("1 preceding", text)} < ${room * TOKEN_BYTES}
        or ${messages.createdAt} >= max(${messages.createdAt}) filter (where ${messages.isQuestion}) over ()`.as(
          "is_wanted",
        ),
      isNoticed: sql<boolean>`bool_or(${isNotice}) over ()`.as("is_noticed"),
      total: sql`count(*) filter (where not ${isNotice}) over ()`.mapWith(Number).as("total"),
    })
    .from(messages)
    .where(and(eq(messages.ownerId, ownerId), eq(messages.threadId, threadId)))
    .as("all_messages");
  const rows = await tx
    .select()
    .from(all)
    .where(and(all.isWanted, sql`not ${all.isNotice}`))
    .orderBy(asc(all.createdAt));
  return {
    messages: rows.map(({ role, content, additionalContext }) => ({
      role,
      content,
      additionalContext,
    })),
    isCut: rows.length < (rows[0]?.total ?? 0),
    isNoticed: rows[0]?.isNoticed ?? false,
  };
}

/** The newest messages that fit into so many tokens, from a question on. If none fits, those since the last question. */
export function cutHistory({ messages, ...history }: History, room: number): History {
  let tokens = 0;
  let start = messages.findLastIndex(isQuestion);
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index] as HistoryMessage;
    tokens += tokensOf(message);
    if (tokens > room) break;
    if (index === 0 && !history.isCut) start = 0;
    else if (isQuestion(message)) start = Math.min(start, index);
  }
  const kept = messages.filter(({ role }, index) => index >= start || role === "system");
  return { ...history, messages: kept, isCut: history.isCut || kept.length < messages.length };
}

/** Half of it; undefined if there is nothing that can be left out. */
export function halveHistory(history: History): History | undefined {
  const half = cutHistory(history, tokensOfHistory(history) / 2);
  return half.messages.length < history.messages.length ? half : undefined;
}

export function tokensOfHistory({ messages }: History): number {
  return messages.reduce((sum, message) => sum + tokensOf(message), 0);
}

function isQuestion({ role, content }: HistoryMessage): boolean {
  return role === "user" && !content.every(isToolResult);
}

function tokensOf({ content, additionalContext }: HistoryMessage): number {
  const context = additionalContext ? countTokens(JSON.stringify(additionalContext)) : 0;
  return content.reduce((sum, block) => {
    if (block.type !== "resource") return sum + countTokens(JSON.stringify(block));
    const { blob } = block.resource;
    const file = blob && blob !== FILE_LEFT_OUT ? FILE_TOKENS : 0;
    return sum + countTokens(describeResource(block.resource)) + file;
  }, context);
}

/** As a quotation, which every client shows apart from the answer. */
const NOTICE =
  "> This conversation has become longer than the model can read at once, so its beginning is left out from here on. Say again what still matters of it.";

/** What tells the user, before an answer and once in a thread, that the model does not read its beginning. The model does not get it. */
export function createNotice({ noticeAt: createdAt }: { noticeAt: Date }, emit: Emit) {
  const messages: StoredMessage[] = [];
  const notice = {
    isDue: false,
    /** To be stored. */
    messages,
    /** Sends an event, and the notice before it if it is due. */
    emitAfter(event: RunEvent) {
      if (notice.isDue) send();
      notice.isDue = false;
      emit(event);
    },
  };
  function send() {
    const id = newId("notice");
    emit({ type: "TEXT_MESSAGE_START", messageId: id, role: "assistant" });
    emit({ type: "TEXT_MESSAGE_CONTENT", messageId: id, delta: NOTICE });
    emit({ type: "TEXT_MESSAGE_END", messageId: id });
    const content = [{ type: "text" as const, text: NOTICE }];
    messages.push({ id, role: "assistant", content, isCancelled: false, createdAt });
  }
  return notice;
}
