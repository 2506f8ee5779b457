import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import { MAX_NESTING, measureJson } from "#lib/base/json.ts";
import { HttpError, isHttpError } from "./http-error.ts";

/**
 * The request's body as text, "" for none. Reads no further than the limit. Throws 413 above it and
 * 400 when the body ends too early.
 */
export async function readText(request: Request, maximumBytes: number): Promise<string> {
  // HTTP ends a body where its declared length does (RFC 9112 §6.3).
  const declared = Number(request.headers.get("content-length") ?? Number.NaN);
  try {
    // Reading it as a stream takes several times as long.
    if (declared <= maximumBytes) return await request.text();
    return await readStream(request, maximumBytes);
  } catch (cause) {
    if (isHttpError(cause)) throw cause;
    // The client left during its upload: no fault of the server, hence no 500 in the log.
    throw new HttpError(400, "BODY_INCOMPLETE", "body: broke off before its end", { cause });
  }
}

async function readStream({ body }: Request, maximumBytes: number): Promise<string> {
  if (!body) return "";
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Cancelling the stream would close the connection before the answer arrives.
  for await (const chunk of body.values({ preventCancel: true })) {
    bytes += chunk.byteLength;
    if (bytes > maximumBytes) {
      const limit = `${maximumBytes / 1024} KB`;
      throw new HttpError(413, "BODY_TOO_LARGE", `body: must be at most ${limit}`);
    }
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

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
  let isEscaped = false;
  for (const { depth, values, hasUnicodeEscape } of measureJson(text)) {
    isEscaped = hasUnicodeEscape;
    if (depth > MAX_NESTING) throw invalid(`must not be nested deeper than ${MAX_NESTING} levels`);
    if (values > MAX_VALUES) throw invalid(`must have at most ${MAX_VALUES} values`);
    await setImmediate();
  }
  const value = parseAny(text);
  if (!isEscaped) return value;
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

/** The request's query parameters, checked. Throws 400 VALIDATION_ERROR naming the parameter. */
export function readQuery<Schema extends z.ZodObject>(
  request: Request,
  schema: Schema,
): z.infer<Schema> {
  const result = schema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new HttpError(400, "VALIDATION_ERROR", `${issue?.path.join(".")}: ${issue?.message}`);
}

/**
 * Throws HttpError 400 for a body that Next would take for the call of a server action and that no page
 * of ours sends. What Next cannot read it answers with a 500, and a stack in the log. Our own forms call by script alone, which
 * says so in a header; without it Next would look for an action in any multipart form.
 */
export async function refuseUnreadableForm(request: Request): Promise<void> {
  const isCall = request.headers.has("next-action");
  const isMultipart =
    request.headers.get("content-type")?.startsWith("multipart/form-data") ?? false;
  if (!isCall && !isMultipart) return;
  if (isCall && (await hasArguments(request.clone(), isMultipart))) return;
  const message = "The body must be a whole form, as the pages of this app send it";
  throw new HttpError(400, "INVALID_FORM", message);
}

/**
 * What our pages call actions with. In React's format `$` begins a reference, here to a form alone:
 * others would become functions, promises, or an error of Next's.
 */
const word = z.string().regex(/^(?!\$(?!\$|K[\da-f]+$|undefined$))[^\0]*$/);
const actionArguments = z.array(word.or(z.record(z.string(), word.nullable()))).max(2);
/** A field of a form that is an argument. */
const FIELD = /^_\d+_/;

/** React sends the arguments as a list in JSON: the text, or the part of a form that is no field. */
async function hasArguments(request: Request, isMultipart: boolean): Promise<boolean> {
  try {
    const parts: [string, unknown][] = isMultipart
      ? [...(await request.formData())]
      : [["0", await request.text()]];
    const [list, ...others] = parts.filter(([name]) => !FIELD.test(name));
    if (list?.[0] !== "0" || others.length > 0) return false;
    // No form of ours has files, and Postgres stores no U+0000.
    const areTexts = parts.every(([, text]) => typeof text === "string" && !text.includes("\0"));
    return areTexts && actionArguments.safeParse(JSON.parse(String(list[1]))).success;
  } catch {
    return false;
  }
}
