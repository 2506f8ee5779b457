import { and, asc, desc, eq, gt, lt, sql } from "drizzle-orm";
import { z } from "zod";
import { messages, threads } from "#drizzle/schema/threads.ts";
import { withOwner } from "#drizzle/with-owner.ts";
import { notFound } from "#lib/base/http/http-error.ts";
import { cursorTime, readCursor, writeCursor } from "./cursor.ts";
import { findThread, isThread, statesOf } from "./find-threads.ts";
import {
  budget,
  type ComponentStates,
  fits,
  isShown,
  type Message,
  MOST_MESSAGES,
  messageColumns,
  toMessage,
} from "./message.ts";

/** The largest page for a caller without a limit. The SDK's client never asks for a second page. */
const UNLIMITED = 1000;

const lastOfPage = z.tuple([cursorTime, z.enum(["older", "newer"])]);

/**
 * One page of a thread's messages, without system prompts, sorted by `order`. Large messages make a
 * page shorter; without a limit it has the newest 1000. The first page sets the direction: to older
 * messages without a limit or with `order=desc`, otherwise to newer ones. A cursor keeps it, so that
 * following `nextCursor` visits each message once. Throws 404. One statement.
 */
export async function listMessages(
  ownerId: string,
  threadId: string,
  { limit, cursor, order }: { limit?: number; cursor?: string; order: "asc" | "desc" },
) {
  const firstDirection = order === "desc" || limit === undefined ? "older" : "newer";
  const start = cursor === undefined ? undefined : readCursor(cursor, lastOfPage);
  const direction = start?.[1] ?? firstDirection;
  const isBackwards = direction === "older";
  const rows = await withOwner(ownerId, (tx) => {
    const page = tx
      .select({ ...messageColumns, ...budget(isBackwards ? "desc" : "asc") })
      .from(messages)
      .where(
        and(
          isShown(ownerId, threadId),
          start && (isBackwards ? lt : gt)(messages.createdAt, new Date(start[0])),
        ),
      )
      .orderBy((isBackwards ? desc : asc)(messages.createdAt))
      .limit(limit ?? UNLIMITED)
      .as("page");
    const states = statesOf(ownerId, threadId);
    // The join tells an empty thread from one that does not exist. Only the first row holds the
    // states, which would otherwise be repeated for every message.
    return tx
      .select({
        message: page._.selectedFields,
        states: sql<ComponentStates | null>`case when row_number() over () = 1 then ${states} end`,
      })
      .from(threads)
      .leftJoin(page, fits(page))
      .where(isThread(ownerId, threadId))
      .orderBy((isBackwards ? desc : asc)(page.createdAt));
  });
  if (rows.length === 0) throw notFound("thread");
  const states = rows.find((row) => row.states)?.states ?? null;
  const found = rows.flatMap(({ message }) => (message?.id ? [toMessage(message, states)] : []));
  const last = found.at(-1);
  const hasMore = rows.at(-1)?.message?.hasNext === true;
  if (isBackwards !== (order === "desc")) found.reverse();
  return {
    messages: found,
    hasMore,
    nextCursor: hasMore && last ? writeCursor([last.createdAt, direction]) : undefined,
  };
}

/** The thread with its newest messages that fit into an answer, oldest first. Throws 404. Two statements. */
export async function getThread(ownerId: string, threadId: string) {
  const thread = await findThread(ownerId, threadId);
  const page = { limit: MOST_MESSAGES, order: "desc" } as const;
  const { messages } = await listMessages(ownerId, threadId, page);
  return { ...thread, messages: messages.reverse() };
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
