import { logError } from "#lib/base/process.ts";

const BRAND = Symbol.for("tambo-users.http-error");
/** Sent with every 503. In seconds. */
const LATER = { "retry-after": "2" };

type Options = ErrorOptions & { headers?: Record<string, string> };

/**
 * The one error whose text a caller may see; anything else that is thrown becomes a 500 without its
 * message. `code` is what programs compare.
 */
export class HttpError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, message: string, options: Options = {}) {
    super(message, options);
    this.name = "HttpError";
    this.status = status;
    this.code = code;
    this.headers = { ...(status === 503 && LATER), ...options.headers };
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** The body of RFC 9457. */
  toResponse(): Response {
    const { status, code, message } = this;
    const type = `urn:tambo-users:error:${code.toLowerCase()}`;
    const body = { type, title: code, status, detail: message, message, code };
    const headers = { "content-type": "application/problem+json", ...this.headers };
    return Response.json(body, { status, headers });
  }
}

/** By brand, not `instanceof`: several copies of this module exist in one process. */
export function isHttpError(error: unknown): error is HttpError {
  return typeof error === "object" && error !== null && BRAND in error;
}

/** The answer for an unknown path. */
export const nothingHere = () =>
  new HttpError(404, "NOT_FOUND", "There is nothing at this address");

/**
 * Turns what a handler throws into a response: an HttpError as it is, anything else into a 500 that says
 * nothing. Answers are for who is signed in, so they are kept nowhere.
 */
export function handle(
  handler: (request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const { body, status, statusText, headers } = await handler(request).catch((error) => {
      if (isHttpError(error)) return error.toResponse();
      const requestId = crypto.randomUUID();
      logError(`request ${requestId} ${request.method} ${new URL(request.url).pathname}`, error);
      const message = `The server has a problem (request ${requestId})`;
      return new HttpError(500, "INTERNAL_ERROR", message).toResponse();
    });
    // Anew, because the headers of a redirect cannot be changed.
    const answer = new Response(body, { status, statusText, headers });
    if (!headers.has("cache-control")) answer.headers.set("cache-control", "private, no-store");
    return answer;
  };
}
