import type { z } from "zod";
import { HttpError, isHttpError } from "#lib/http-error.ts";
import { readText } from "#lib/read-body.ts";
import { isNestedTooDeep, MAX_NESTING } from "./nesting.ts";

const MAX_BYTES = 10 * 1024 * 1024;

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
  const result = schema.safeParse(parse(text));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join(".") || "body";
  throw new HttpError(400, "VALIDATION_ERROR", `${field}: ${issue?.message ?? "is not valid"}`);
}

function parse(text: string): unknown {
  if (text === "") return {};
  if (isNestedTooDeep(text)) {
    const flaw = `must not be nested deeper than ${MAX_NESTING} levels`;
    throw new HttpError(400, "VALIDATION_ERROR", `body: ${flaw}`);
  }
  try {
    return JSON.parse(text, text.includes("\\u") ? refuseUnstorable : undefined);
  } catch (cause) {
    if (isHttpError(cause)) throw cause;
    throw new HttpError(400, "VALIDATION_ERROR", "body: must be valid JSON", { cause });
  }
}

/** Postgres stores neither U+0000 nor half a surrogate pair; both need an escape to be written. */
function refuseUnstorable(key: string, value: unknown): unknown {
  for (const text of [key, value]) {
    if (typeof text === "string" && (text.includes("\0") || !text.isWellFormed())) {
      throw new HttpError(
        400,
        "VALIDATION_ERROR",
        `${key || "body"}: must be well-formed Unicode without U+0000`,
      );
    }
  }
  return value;
}
