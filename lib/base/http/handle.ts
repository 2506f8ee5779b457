import { randomUUID } from "node:crypto";
import { tracingChannel } from "node:diagnostics_channel";
import { HttpError, isHttpError } from "#lib/base/http/http-error.ts";
import { isDiskFull, isOutage, RETRY_TIMEOUT, retry } from "#lib/base/outage.ts";
import { logError, processWide, throttle } from "#lib/base/process.ts";

/** The headers that a page on another origin may read. */
const EXPOSED = "x-thread-id, x-run-id, retry-after, content-disposition";

export type Handler<Context> = (request: Request, context: Context) => Promise<Response>;

export const REQUEST_ID = "x-request-id";

/** Whether a server of ours has written the header REQUEST_ID of each request, whatever a client sent. */
export const requestIds = () => processWide("request-ids", () => ({ areOurs: false }));

interface RequestTrace {
  request: Request;
  id: string;
  result?: Response;
}

/** Where requests can be watched. Nothing is done for it while nobody does. */
export const requestChannel = tracingChannel<unknown, RequestTrace>("tambo-users.request");

/** Turns an error into a response, which names the request: an HttpError as it is, anything else into a 500 without its message. */
export function handle<Context>(handler: Handler<Context>): Handler<Context> {
  const answer = async (id: string, request: Request, context: Context) => {
    try {
      return await handler(request, context);
    } catch (error) {
      const response = toHttpError(error, id, request).toResponse();
      response.headers.set(REQUEST_ID, id);
      return response;
    }
  };
  return (request, context) => {
    const id = (requestIds().areOurs && request.headers.get(REQUEST_ID)) || randomUUID();
    return requestChannel.tracePromise(answer, { request, id }, undefined, id, request, context);
  };
}

/** What a caller is told of an error. The log is told of what is no HttpError. */
function toHttpError(error: unknown, id: string, { method, url }: Request): HttpError {
  if (isHttpError(error)) return error;
  const log = () => logError(`request ${id} ${method} ${new URL(url).pathname}`, error);
  const storage = toStorageError(error);
  // Every request fails with it while it lasts, and the log may be on the same full disk.
  if (storage) throttle("storage", storage.code, log);
  else log();
  const message = `The server has a problem (request ${id})`;
  return storage ?? new HttpError(500, "INTERNAL_ERROR", message);
}

/** The answer when the database is down or its disk full; undefined for any other failure. */
export function toStorageError(cause: unknown): HttpError | undefined {
  if (isDiskFull(cause)) return diskFull(cause);
  return isOutage(cause) ? databaseAway(cause) : undefined;
}

export function diskFull(cause?: unknown): HttpError {
  const message = "The server has no room left to store this. What is stored can still be read";
  return new HttpError(507, "INSUFFICIENT_STORAGE", message, { cause });
}

export function databaseAway(cause?: unknown): HttpError {
  const message = "The database does not answer at the moment. Try again in a few seconds";
  return new HttpError(503, "DATABASE_UNAVAILABLE", message, { cause });
}

/**
 * `handle` with CORS on every answer, and no caching unless the handler says otherwise. Such routes
 * never read a cookie, so any origin may call them.
 */
export function handleOpen<Context>(handler: Handler<Context>): Handler<Context> {
  return handleCors(async () => "*", handler);
}

type AllowOrigin = (request: Request) => Promise<string | undefined>;

/** `handleOpen` for some origins: `allowOrigin` returns the value of Access-Control-Allow-Origin. */
export function handleCors<Context>(
  allowOrigin: AllowOrigin,
  handler: Handler<Context>,
): Handler<Context> {
  return async (request, context) => {
    // Any page may read the answer if this check itself fails.
    let origin: string | undefined = "*";
    const handled = handle<Context>(async () => {
      // Only a GET is repeated after a broken connection: other requests may have changed something.
      origin = await retry(() => allowOrigin(request), RETRY_TIMEOUT);
      const answer = () => handler(request, context);
      if (origin) return request.method === "GET" ? retry(answer, RETRY_TIMEOUT) : answer();
      throw new HttpError(403, "ORIGIN_NOT_ALLOWED", "x-api-key does not allow this origin");
    });
    const response = await handled(request, context);
    const { headers } = response;
    if (origin) {
      headers.set("access-control-allow-origin", origin);
      headers.set("access-control-expose-headers", EXPOSED);
    }
    if (origin !== "*") headers.append("vary", "origin");
    if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
    return response;
  };
}
