import { z } from "zod";
import { listOf, shortText, textOf, userKey } from "#lib/threads/bounds.ts";

/** The body of a request for new suggestions. */
export const suggestBody = z.object({
  userKey,
  maxSuggestions: z.int().min(1).max(10).default(3),
  availableComponents: listOf(
    z.object({ name: shortText, description: textOf(10_000).default("") }),
    200,
  ).default([]),
});

export const MAX_SUGGEST_BYTES = 512 * 1024;
