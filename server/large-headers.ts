import type { IncomingMessage, ServerResponse } from "node:http";
import { endLine, isSessionCookie } from "#adapters/shared/cookies.ts";

/** Bytes. Chromium and Firefox keep 180 cookies of 4 KB for an address. Node answers more with a bare 431. */
export const MAX_HEADER_SIZE = 1_048_576;
/** Characters. A provider's token has up to 16 KB, and other apps on this host have cookies, too. */
const LARGEST_SERVED = 65_536;

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Too many cookies</title>
<h1>Your browser sent more cookies than this app can read</h1>
<p>You are signed out here, and this app's cookies are removed. <a href="/">Go on</a>.
<p>If you see this page again, delete the cookies of this address in your browser's settings: other apps at this address have set them.
</html>
`;

/**
 * Answers a request whose headers are too large, usually because of cookies: it deletes the session's
 * cookies and says so. Otherwise every page, even signing out, would be a bare 431 until the cookies
 * expire. Returns whether it has answered.
 */
export function answerLargeHeaders(request: IncomingMessage, response: ServerResponse): boolean {
  const size = request.rawHeaders.reduce((sum, { length }) => sum + length, 0);
  if (size <= LARGEST_SERVED) return false;
  const ended = (request.headers.cookie ?? "")
    .split("; ")
    .map((pair) => pair.split("=", 1)[0] ?? "")
    .filter(isSessionCookie)
    .map(endLine);
  response.writeHead(431, {
    "cache-control": "no-store",
    "content-type": "text/html; charset=utf-8",
    "set-cookie": ended,
  });
  response.end(PAGE);
  return true;
}
