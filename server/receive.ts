import { randomUUID } from "node:crypto";
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import { appEnv } from "#lib/base/env.ts";
import { findClientAddress } from "#lib/base/http/client-address.ts";
import { REQUEST_ID } from "#lib/base/http/handle.ts";
import { isAddressHeader, ownAddressHeaders } from "#lib/base/http/own-address.ts";
import { SECURITY_HEADERS } from "#lib/base/http/security-headers.ts";
import { isApiTarget } from "./api-routes.ts";
import { drainAfterAnswer } from "./drain.ts";

const HSTS = "max-age=31536000";
/** Bytes. Next would cut a larger body for its pages and actions (`proxyClientMaxBodySize`). */
const LARGEST_FORM = 262_144;

/**
 * The first step for every request. It gives it an id, sets the headers that name the app's address to
 * APP_URL, and those that name the client's to one address. Returns false if it has answered the request.
 */
export function receive(request: IncomingMessage, response: ServerResponse): boolean {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  if (appEnv().APP_URL.startsWith("https:")) {
    response.setHeader("strict-transport-security", HSTS);
  }
  const id = randomUUID();
  response.setHeader(REQUEST_ID, id);
  drainAfterAnswer(request, response);
  const refusal = findRefusal(request);
  if (refusal) response.writeHead(refusal).end(STATUS_CODES[refusal]);
  else rewriteHeaders(request, id);
  return !refusal;
}

/** The status that refuses a request; undefined if it is served. */
function findRefusal(request: IncomingMessage): number | undefined {
  // A proxy may have used another Host than Node shows us (RFC 9112 §3.2).
  if (countHosts(request) > 1) return 400;
  // Node reads an HTTP/1 request of any version (RFC 9110 §15.6.6).
  if (request.httpVersionMajor !== 1) return 505;
  // A Request cannot have this method, so neither Next nor the API could answer it.
  if (request.method === "TRACE") return 405;
  const isLarge = Number(request.headers["content-length"]) > LARGEST_FORM;
  return isLarge && !isApiTarget(request.url ?? "") ? 413 : undefined;
}

const countHosts = ({ rawHeaders }: IncomingMessage) =>
  rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === "host").length;

/** In both forms: Next reads `headers`, and the API's listener `rawHeaders` as well. */
function rewriteHeaders(request: IncomingMessage, id: string): void {
  const { headers, rawHeaders, socket } = request;
  const forwarded = [headers["x-forwarded-for"] ?? ""].flat().join(",");
  const client = findClientAddress(socket.remoteAddress ?? "", forwarded, appEnv().TRUST_PROXY);
  const own = { ...ownAddressHeaders(), "x-forwarded-for": client, [REQUEST_ID]: id };
  for (const name of Object.keys(headers)) {
    if (isAddressHeader(name) && !(name in own)) delete headers[name];
  }
  Object.assign(headers, own);
  const written = Object.entries(own).flat();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? "";
    const isOurs = isAddressHeader(name) || name.toLowerCase() === REQUEST_ID;
    if (!isOurs) written.push(name, rawHeaders[at + 1] ?? "");
  }
  request.rawHeaders = written;
}
