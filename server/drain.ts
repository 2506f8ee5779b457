import type { IncomingMessage, ServerResponse } from "node:http";

const MOST_BYTES = 64 * 1024 * 1024;
const LONGEST = 30_000; // milliseconds

/**
 * Lets an answer arrive that is given before the end of a request's body, such as that it is too
 * large: the rest is read and forgotten, within bounds. A connection that is closed with unread bytes
 * is reset, and the reset overtakes the answer.
 */
export function drainAfterAnswer(request: IncomingMessage, response: ServerResponse): void {
  if (!hasBody(request)) return;
  // Asked to close, Node would do so with the answer's last byte: it is done here, after the rest.
  const isLast = !response.shouldKeepAlive;
  response.shouldKeepAlive = true;
  response.once("finish", () => {
    const { socket } = request;
    const close = () => socket.destroySoon();
    if (request.complete) return isLast ? close() : undefined;
    let bytes = 0;
    const timer = setTimeout(close, LONGEST);
    // Whoever read until now would keep what comes.
    request.removeAllListeners("data");
    request.on("data", ({ length }: Buffer) => {
      bytes += length;
      if (bytes > MOST_BYTES) close();
    });
    request.once("close", () => clearTimeout(timer));
    request.once("end", () => isLast && close());
    request.resume();
  });
}

function hasBody({ headers }: IncomingMessage): boolean {
  return Number(headers["content-length"] ?? 0) > 0 || headers["transfer-encoding"] !== undefined;
}
