import { z } from "zod";
import { HttpError } from "#lib/base/http/http-error.ts";

/** A keyset cursor: it holds the sort values of the last row, and is opaque to the client. */
export function writeCursor(values: string[]): string {
  return Buffer.from(JSON.stringify(values)).toString("base64url");
}

// A value that the database cannot compare must not reach it.
const time = z.iso.datetime({ precision: 3 }).refine((value) => Date.parse(value) >= 0);
const id = z.string().regex(/^[\w-]+$/);

/** The direction of the pages of a message list. */
export type Direction = "older" | "newer";

/** The time and id inside a cursor of the thread list. Throws 400 INVALID_CURSOR. */
export function readThreadCursor(cursor: string): { updatedAt: Date; id: string } {
  const [updatedAt, lastId] = read(cursor, z.tuple([time, id]));
  return { updatedAt: new Date(updatedAt), id: lastId };
}

/** The time and direction inside a cursor of a message list. Throws 400 INVALID_CURSOR. */
export function readMessageCursor(cursor: string): { createdAt: Date; direction: Direction } {
  const [createdAt, direction] = read(cursor, z.tuple([time, z.enum(["older", "newer"])]));
  return { createdAt: new Date(createdAt), direction };
}

/** The id inside a cursor of suggestions. Throws 400 INVALID_CURSOR. */
export function readIdCursor(cursor: string): string {
  const [lastId] = read(cursor, z.tuple([id]));
  return lastId;
}

function read<Schema extends z.ZodType>(cursor: string, schema: Schema): z.infer<Schema> {
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
