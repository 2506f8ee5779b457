import { z } from "zod";
import {
  invalidCursor,
  listOf,
  readCursor,
  shortText,
  textOf,
  userKey,
  writeCursor,
} from "#lib/threads/bounds.ts";
import type { StoredSuggestions } from "./store.ts";

/** The body of a request for new suggestions. */
export const suggestBody = z.object({
  userKey,
  maxSuggestions: z.int().min(1).max(10).default(3),
  availableComponents: listOf(
    z.object({ name: shortText, description: textOf(10_000).default("") }),
    200,
  ).default([]),
});
export type SuggestOptions = Omit<z.infer<typeof suggestBody>, "userKey">;

export const MAX_SUGGEST_BYTES = 512 * 1024;

/** The suggestions as the API shows them. The client puts `detailedSuggestion` into its input. */
export function toSuggestions(messageId: string, stored?: StoredSuggestions) {
  if (!stored) return [];
  const createdAt = stored.createdAt.toISOString();
  return stored.items.map(({ id, title, detailedSuggestion }) => {
    return { id, messageId, title, description: detailedSuggestion, detailedSuggestion, createdAt };
  });
}

const lastOfPage = z.tuple([z.string()]);

/** One page of a message's suggestions. Throws 400 INVALID_CURSOR, also if they were replaced. */
export function toPage(
  suggestions: ReturnType<typeof toSuggestions>,
  { limit, cursor }: { limit: number; cursor?: string },
) {
  const [lastId] = cursor === undefined ? [] : readCursor(cursor, lastOfPage);
  const before = suggestions.findIndex(({ id }) => id === lastId);
  if (lastId !== undefined && before < 0) throw invalidCursor();
  const page = suggestions.slice(before + 1, before + 1 + limit);
  const last = page.at(-1);
  const hasMore = last !== undefined && last !== suggestions.at(-1);
  return { suggestions: page, hasMore, nextCursor: hasMore ? writeCursor([last.id]) : undefined };
}
