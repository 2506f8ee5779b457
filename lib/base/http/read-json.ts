import { setImmediate } from "node:timers/promises";
import type { z } from "zod";
import { HttpError } from "#lib/base/http/http-error.ts";
import { readText } from "#lib/base/http/read-body.ts";
import { MAX_NESTING, measureJson } from "./nesting.ts";

const MAX_BYTES = 10 * 1024 * 1024;
/** Values take the time, not bytes: most bytes belong to a file or a text. */
const MAX_VALUES = 50_000;

/**
 * The request's JSON body, checked. Throws 400 VALIDATION_ERROR naming the field, 400 when the
 * body breaks off, 413 above the limit, which is 10 MB. An empty body counts as `{}`.
 */
export async function readJson<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  maximumBytes = MAX_BYTES,
): Promise<z.infer<Schema>> {
  const text = await readText(request, maximumBytes);
  const value = await parse(text);
  await setImmediate();
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw invalid(issue?.message ?? "is not valid", issue?.path.join("."));
}

/** Others have their turn between the steps. */
async function parse(text: string): Promise<unknown> {
  if (text === "") return {};
  for (const { depth, values } of measureJson(text)) {
    if (depth > MAX_NESTING) throw invalid(`must not be nested deeper than ${MAX_NESTING} levels`);
    if (values > MAX_VALUES) throw invalid(`must have at most ${MAX_VALUES} values`);
    await setImmediate();
  }
  const value = parseAny(text);
  if (!text.includes("\\u")) return value;
  await setImmediate();
  // Postgres stores neither U+0000 nor half a surrogate pair; both need an escape to be written.
  const unstorable = findUnstorable(value, "body");
  if (unstorable !== undefined)
    throw invalid("must be well-formed Unicode without U+0000", unstorable);
  return value;
}

function parseAny(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid("must be valid JSON", "body", cause);
  }
}

/** The key of the first text that Postgres does not take. The key itself may be that text. */
function findUnstorable(value: unknown, key: string): string | undefined {
  if (typeof value === "string") {
    return value.includes("\0") || !value.isWellFormed() ? key : undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const found = findUnstorable(name, name) ?? findUnstorable(member, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function invalid(flaw: string, field = "body", cause?: unknown): HttpError {
  return new HttpError(400, "VALIDATION_ERROR", `${field || "body"}: ${flaw}`, { cause });
}
