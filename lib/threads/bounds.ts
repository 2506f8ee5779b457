import { z } from "zod";
import { HttpError } from "#lib/base/http/http-error.ts";
import { isObject } from "#lib/base/json.ts";

/** A list of at most `most` items. A longer one is refused before its items are checked. */
export function listOf<Item extends z.ZodType>(item: Item, most: number, least = 0) {
  const error = ({ input }: { input?: unknown }) =>
    `must have at most ${most} items, not ${(input as unknown[]).length}`;
  return z.array(z.unknown()).max(most, { error }).pipe(z.array(item).min(least));
}

/** A text of at most `most` characters. */
export function textOf(most: number) {
  const error = ({ input }: { input?: unknown }) =>
    `must be at most ${most} characters long, not ${(input as string).length}`;
  return z.string().max(most, { error });
}

/** An object of limited size, unchanged: zod's own record would drop a key called `__proto__`. */
export function objectOf(kilobytes: number) {
  return z
    .custom<Record<string, unknown>>(isObject, { error: "must be an object", abort: true })
    .superRefine(isWithin(kilobytes));
}

const EXPONENT = /\de[+-]\d/;
/** 1e300 has five characters, and three hundred digits in the database. */
const writeOut = (_key: string, value: unknown) =>
  typeof value === "number" && EXPONENT.test(String(value)) ? "0".repeat(300) : value;

/** Refines a value to a limited size of its JSON, as the database writes it. */
export function isWithin(kilobytes: number) {
  return (value: unknown, context: z.RefinementCtx) => {
    const json = JSON.stringify(value);
    const written = EXPONENT.test(json) ? JSON.stringify(value, writeOut) : json;
    const found = Buffer.byteLength(written) / 1024;
    if (found <= kilobytes) return;
    const message = `must be at most ${kilobytes} KB of JSON, not ${Math.ceil(found)} KB`;
    context.addIssue({ code: "custom", message });
  };
}

/** Names, ids and the like. */
export const shortText = textOf(200);
/** A server's name for its user; only its hash is kept. */
export const userKey = textOf(1_000).optional();
/** An app's own data for a thread or a message. */
export const metadata = objectOf(16).optional();

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
