import { z } from "zod";

/** The body of a request for new suggestions. */
export const suggestBody = z.object({
  userKey: z.string().optional(),
  maxSuggestions: z.int().min(1).max(10).default(3),
  availableComponents: z
    .array(z.object({ name: z.string(), description: z.string().default("") }))
    .default([]),
});
