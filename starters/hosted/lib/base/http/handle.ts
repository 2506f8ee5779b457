import { randomUUID } from "node:crypto";
import { HttpError, isHttpError } from "#lib/base/http/http-error.ts";
import { logError } from "#lib/base/log-error.ts";

type Handler<Context> = (request: Request, context: Context) => Promise<Response>;

/** Turns what a handler throws into a response: an HttpError as it is, anything else a 500 that says nothing. */
export function handle<Context>(handler: Handler<Context>): Handler<Context> {
  return async (request, context) => {
    try {
      return await handler(request, context);
    } catch (error) {
      if (isHttpError(error)) return error.toResponse();
      const requestId = randomUUID();
      logError(`request ${requestId} ${request.method} ${new URL(request.url).pathname}`, error);
      const message = `The server has a problem (request ${requestId})`;
      return new HttpError(500, "INTERNAL_ERROR", message).toResponse();
    }
  };
}
