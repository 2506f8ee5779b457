import { invalidCursor, readIdCursor, writeCursor } from "#lib/threads/cursor.ts";
import type { StoredSuggestions } from "./store.ts";

/** A suggestion as the API shows it. */
export interface Suggestion {
  id: string;
  messageId: string;
  title: string;
  description: string;
  /** The text that the client puts into its input. */
  detailedSuggestion: string;
  createdAt: string;
}

interface SuggestionPage {
  suggestions: Suggestion[];
  hasMore: boolean;
  nextCursor?: string;
}

export function toSuggestions(messageId: string, stored?: StoredSuggestions): Suggestion[] {
  if (!stored) return [];
  const createdAt = stored.createdAt.toISOString();
  return stored.items.map(({ id, title, detailedSuggestion }) => {
    return { id, messageId, title, description: detailedSuggestion, detailedSuggestion, createdAt };
  });
}

/** One page of a message's suggestions. Throws 400 INVALID_CURSOR, also if they were replaced. */
export function toPage(
  suggestions: Suggestion[],
  { limit, cursor }: { limit: number; cursor?: string },
): SuggestionPage {
  const lastId = cursor === undefined ? undefined : readIdCursor(cursor);
  const before = suggestions.findIndex(({ id }) => id === lastId);
  if (lastId !== undefined && before < 0) throw invalidCursor();
  const page = suggestions.slice(before + 1, before + 1 + limit);
  const last = page.at(-1);
  const hasMore = last !== undefined && last !== suggestions.at(-1);
  return { suggestions: page, hasMore, nextCursor: hasMore ? writeCursor([last.id]) : undefined };
}
