import { z } from "zod";
import { HttpError } from "#lib/http-error.ts";

/** A keyset cursor: opaque to the client, the sort values of the last row inside. */
export function writeCursor(values: string[]): string {
  return Buffer.from(JSON.stringify(values)).toString("base64url");
}

const time = z.iso.datetime({ precision: 3 });

/** The time and id inside a cursor of the thread list. Throws 400 INVALID_CURSOR. */
export function readThreadCursor(cursor: string): { updatedAt: Date; id: string } {
  const [updatedAt, id] = read(cursor, z.tuple([time, z.string()]));
  return { updatedAt: new Date(updatedAt), id };
}

/** The time inside a cursor of a message list. Throws 400 INVALID_CURSOR. */
export function readMessageCursor(cursor: string): Date {
  const [createdAt] = read(cursor, z.tuple([time]));
  return new Date(createdAt);
}

function read<Schema extends z.ZodType>(cursor: string, schema: Schema): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch (cause) {
    throw new HttpError(400, "INVALID_CURSOR", "cursor: must be a nextCursor of this list", {
      cause,
    });
  }
}
