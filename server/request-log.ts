import type { IncomingMessage, ServerResponse } from "node:http";
import { REQUEST_ID } from "#lib/base/http/handle.ts";

/** Words of addresses of ours. An id or a secret has an underscore, a capital or a digit, or is longer. */
const WORD = /^(v1|_?[a-z.-]{0,28})$/;

/** A target's path, with a * for each part that may be an id or a secret, and without its query. */
export function toRoute(target: string): string {
  const [path = ""] = target.split(/[?#]/, 1);
  return path
    .slice(0, 200)
    .split("/")
    .map((part) => (WORD.test(part) ? part : "*"))
    .join("/");
}

/** Writes a line of JSON about a request once it is answered, or its client has left. */
export function logRequest(request: IncomingMessage, response: ServerResponse): void {
  const start = performance.now();
  const { method, url = "" } = request;
  response.once("close", () => {
    const line = {
      at: new Date().toISOString(),
      requestId: response.getHeader(REQUEST_ID),
      method,
      path: toRoute(url),
      // Who leaves before the answer begins has none.
      status: response.headersSent ? response.statusCode : null,
      milliseconds: Math.round(performance.now() - start),
    };
    console.log(JSON.stringify(line));
  });
}
