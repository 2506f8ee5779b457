import type { IncomingMessage, ServerResponse } from "node:http";

const MOST_BYTES = 64 * 1024 * 1024;
const LONGEST = 30_000; // milliseconds

/**
 * Lets an answer arrive that is sent before the request's body has ended, for example a 413. Closing a
 * connection with unread bytes resets it, and the reset overtakes the answer. So the rest of the body is
 * read and dropped, within limits.
 */
export function drainAfterAnswer(request: IncomingMessage, response: ServerResponse): void {
  if (!hasBody(request)) return;
  // Node would close the connection after the answer's last byte. Here it is closed after the body.
  const isLast = !response.shouldKeepAlive;
  response.shouldKeepAlive = true;
  response.once("finish", () => {
    const { socket } = request;
    const close = () => socket.destroySoon();
    if (request.complete) return isLast ? close() : undefined;
    let bytes = 0;
    const timer = setTimeout(close, LONGEST);
    // Former readers would keep the data.
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
