import { and, asc, desc, eq, gt, lt, sql } from "drizzle-orm";
import { z } from "zod";
import { messages, threads } from "#drizzle/schema/threads.ts";
import { statement, together, withOwner } from "#drizzle/with-owner.ts";
import { notFound } from "#lib/base/http/http-error.ts";
import { cursorTime, readCursor, writeCursor } from "./bounds.ts";
import { isThread, oneThread, statesOf } from "./find-threads.ts";
import {
  budget,
  type ComponentStates,
  fits,
  isShown,
  type Message,
  type MessageRow,
  MOST_MESSAGES,
  messageColumns,
  shownContent,
  toMessage,
} from "./message.ts";
import { toThread } from "./thread.ts";

/** The largest page for a caller without a limit. The SDK's client never asks for a second page. */
const UNLIMITED = 1000;

const lastOfPage = z.tuple([cursorTime, z.enum(["older", "newer"])]);

interface MessagesPage {
  ownerId: string;
  threadId: string;
  most: number;
  start?: Date;
}

/** Pages to older messages, and to newer ones. */
const pages = {
  older: pageOfMessages("desc"),
  newer: pageOfMessages("asc"),
  whole: pageOfMessages("asc", { withFiles: true }),
};

function pageOfMessages(direction: "asc" | "desc", { withFiles = false } = {}) {
  const content = shownContent(direction, { withFiles });
  const [order, isBeyond] = direction === "asc" ? [asc, gt] : [desc, lt];
  return statement((tx, { ownerId, threadId, most, start }: MessagesPage) => {
    const page = tx
      .select({ ...messageColumns, content, ...budget(direction, { withFiles }) })
      .from(messages)
      .where(and(isShown(ownerId, threadId), start && isBeyond(messages.createdAt, start)))
      .orderBy(order(messages.createdAt))
      .limit(most)
      .as("page");
    const states = statesOf(ownerId, threadId);
    // The join tells an empty thread from one that does not exist. Only the first row holds the
    // states, which would otherwise be repeated for every message.
    return tx
      .select({
        ...page._.selectedFields,
        states: sql<ComponentStates | null>`case when row_number() over () = 1 then ${states} end`,
      })
      .from(threads)
      .leftJoin(page, fits(page))
      .where(isThread(ownerId, threadId))
      .orderBy(order(page.createdAt));
  });
}

interface MessagesQuery {
  limit?: number;
  cursor?: string;
  order: "asc" | "desc";
  /** For an ascending page with a limit. */
  withFiles?: true;
}

type PageRows = Awaited<ReturnType<ReturnType<typeof pages.older>>>;

/**
 * One page of a thread's messages, without system prompts, sorted by `order`. Large messages make a
 * page shorter; without a limit it has the newest 1000. The first page sets the direction: to older
 * messages without a limit or with `order=desc`, otherwise to newer ones. A cursor keeps it, so that
 * following `nextCursor` visits each message once. Only the first files of a page are in it, unless all
 * are wanted. Throws 404. One statement.
 */
export async function listMessages(
  ownerId: string,
  threadId: string,
  { limit, cursor, order, withFiles }: MessagesQuery,
) {
  const firstDirection = order === "desc" || limit === undefined ? "older" : "newer";
  const last = cursor === undefined ? undefined : readCursor(cursor, lastOfPage);
  const direction = last?.[1] ?? firstDirection;
  const start = last && new Date(last[0]);
  const page = pages[withFiles ? "whole" : direction]({
    ownerId,
    threadId,
    most: limit ?? UNLIMITED,
    start,
  });
  return toPage(await withOwner(ownerId, page), direction, order);
}

/** The page of its rows. Throws 404 if there is no thread. */
function toPage(rows: PageRows, direction: "older" | "newer", order: "asc" | "desc") {
  if (rows.length === 0) throw notFound("thread");
  const states = rows.find((row) => row.states)?.states ?? null;
  const found = rows.flatMap((row) =>
    row.id === null ? [] : [toMessage(row as MessageRow, states)],
  );
  const last = found.at(-1);
  const hasMore = rows.at(-1)?.hasNext === true;
  if ((direction === "older") !== (order === "desc")) found.reverse();
  return {
    messages: found,
    hasMore,
    nextCursor: hasMore && last ? writeCursor([last.createdAt, direction]) : undefined,
  };
}

/** The thread with its newest messages that fit into an answer, oldest first. Throws 404. Two statements. */
export async function getThread(ownerId: string, threadId: string) {
  const values = { ownerId, threadId };
  const [[thread], rows] = await withOwner(ownerId, (tx) =>
    together(oneThread(values)(tx), pages.older({ ...values, most: MOST_MESSAGES })(tx)),
  );
  if (!thread) throw notFound("thread");
  return { ...toThread(thread), messages: toPage(rows, "older", "asc").messages };
}

/** One message. Throws 404 for an unknown thread or message, and for a system prompt. */
export async function getMessage(
  ownerId: string,
  threadId: string,
  messageId: string,
): Promise<Message> {
  const [found] = await withOwner(ownerId, (tx) =>
    tx
      .select({ message: messageColumns, states: statesOf(ownerId, threadId) })
      .from(messages)
      .where(and(isShown(ownerId, threadId), eq(messages.id, messageId))),
  );
  if (!found) throw notFound("message");
  return toMessage(found.message, found.states);
}
