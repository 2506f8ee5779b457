import { z } from "zod";
import { HttpError } from "#lib/base/http/http-error.ts";

/** A keyset cursor: it holds the sort values of the last row, and is opaque to the client. */
export function writeCursor(values: string[]): string {
  return Buffer.from(JSON.stringify(values)).toString("base64url");
}

// A value that the database cannot compare must not reach it.
export const cursorTime = z.iso.datetime({ precision: 3 }).refine((time) => Date.parse(time) >= 0);
export const cursorId = z.string().regex(/^[\w-]+$/);

/** The values inside a cursor. Throws 400 INVALID_CURSOR. */
export function readCursor<Schema extends z.ZodType>(
  cursor: string,
  schema: Schema,
): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch (cause) {
    throw invalidCursor(cause);
  }
}

export function invalidCursor(cause?: unknown): HttpError {
  const message = "cursor: must be a nextCursor of this list";
  return new HttpError(400, "INVALID_CURSOR", message, { cause });
}
