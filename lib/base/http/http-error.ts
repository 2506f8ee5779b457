import { answerJson } from "./answer.ts";

const BRAND = Symbol.for("tambo-users.http-error");

/** Sent with every 503. In seconds. */
const LATER = { "retry-after": "2" };

interface HttpErrorOptions extends ErrorOptions {
  headers?: Record<string, string>;
  /** Further members of the body, such as `currentRunId`. */
  extra?: Record<string, unknown>;
}

/**
 * The one error whose text a caller may see; anything else that is thrown becomes a 500 without
 * its message. `code` is what programs compare, `message` is what the SDK shows to a person.
 */
export class HttpError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;
  readonly extra: Record<string, unknown>;

  constructor(status: number, code: string, message: string, options: HttpErrorOptions = {}) {
    super(message, options);
    this.name = "HttpError";
    this.status = status;
    this.code = code;
    this.headers = { ...(status === 503 && LATER), ...options.headers };
    this.extra = options.extra ?? {};
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** The body of RFC 9457, with the `message` member that the SDK reads. */
  toResponse(): Response {
    const { status, code, message } = this;
    const body = {
      type: `urn:tambo-users:error:${code.toLowerCase()}`,
      title: code,
      status,
      detail: message,
      message,
      code,
      ...this.extra,
    };
    return answerJson(body, {
      status,
      headers: { "content-type": "application/problem+json", ...this.headers },
    });
  }
}

/** An error of RFC 6749 §5.2: `error` and `error_description`, with the `message` the SDK shows. */
export class OAuthError extends HttpError {
  toResponse(): Response {
    const body = { error: this.code, error_description: this.message, message: this.message };
    return answerJson(body, {
      status: this.status,
      headers: { "cache-control": "no-store", pragma: "no-cache", ...this.headers },
    });
  }
}

/** By brand, not `instanceof`: several copies of this module exist in one process. */
export function isHttpError(error: unknown): error is HttpError {
  return typeof error === "object" && error !== null && BRAND in error;
}

/** The same answer for an id that is unknown, malformed or another user's. */
export function notFound(what: "thread" | "message" | "run" | "component" | "note"): HttpError {
  return new HttpError(404, `${what.toUpperCase()}_NOT_FOUND`, `This ${what} does not exist`);
}

/** The answer for an unknown path. */
export function nothingHere(): HttpError {
  return new HttpError(404, "NOT_FOUND", "There is nothing at this address");
}
