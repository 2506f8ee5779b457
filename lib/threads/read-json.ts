import type { z } from "zod";
import { HttpError, isHttpError } from "#lib/http-error.ts";

const MAX_BYTES = 10 * 1024 * 1024;

/**
 * The request's JSON body, checked. Throws 400 VALIDATION_ERROR naming the field, 413 above
 * 10 MB. An empty body counts as `{}`.
 */
export async function readJson<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const text = await readText(request);
  const result = schema.safeParse(parse(text));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join(".") || "body";
  throw new HttpError(400, "VALIDATION_ERROR", `${field}: ${issue?.message ?? "is not valid"}`);
}

function parse(text: string): unknown {
  if (text === "") return {};
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

/** Reads no further than the limit, whatever content-length claims. */
async function readText(request: Request): Promise<string> {
  if (!request.body) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) {
      throw new HttpError(413, "BODY_TOO_LARGE", "body: must be at most 10 MB");
    }
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
