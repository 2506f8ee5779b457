import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import { appEnv } from "#lib/base/env.ts";
import { findClientAddress } from "#lib/base/http/client-address.ts";
import { isAddressHeader, ownAddressHeaders } from "#lib/base/http/own-address.ts";
import { SECURITY_HEADERS } from "#lib/base/http/security-headers.ts";
import { isApiTarget } from "./api-routes.ts";
import { drainAfterAnswer } from "./drain.ts";

const HSTS = "max-age=31536000";
/** Bytes. Of more, Next would show its pages and actions the beginning alone (`proxyClientMaxBodySize`). */
const LARGEST_FORM = 1_048_576;

/**
 * What every request goes through first: behind it there is one address of the app, APP_URL, and one
 * of the client. False: the request is answered already.
 */
export function receive(request: IncomingMessage, response: ServerResponse): boolean {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  if (appEnv().APP_URL.startsWith("https:")) {
    response.setHeader("strict-transport-security", HSTS);
  }
  drainAfterAnswer(request, response);
  const refusal = findRefusal(request);
  if (refusal) response.writeHead(refusal).end(STATUS_CODES[refusal]);
  else rewriteAddresses(request);
  return !refusal;
}

/** The status for what goes no further. */
function findRefusal(request: IncomingMessage): number | undefined {
  // Who is between us and the client may have gone by the one that we do not see (RFC 9112 §3.2).
  if (countHosts(request) > 1) return 400;
  // There is no Request with this method, so neither Next nor the API could answer it.
  if (request.method === "TRACE") return 405;
  const isLarge = Number(request.headers["content-length"]) > LARGEST_FORM;
  return isLarge && !isApiTarget(request.url ?? "") ? 413 : undefined;
}

const countHosts = ({ rawHeaders }: IncomingMessage) =>
  rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === "host").length;

/** In both forms in which Node has headers: Next reads the one, the API's listener the other as well. */
function rewriteAddresses(request: IncomingMessage): void {
  const { headers, rawHeaders, socket } = request;
  const forwarded = [headers["x-forwarded-for"] ?? ""].flat().join(",");
  const client = findClientAddress(socket.remoteAddress ?? "", forwarded, appEnv().TRUST_PROXY);
  const own = { ...ownAddressHeaders(), "x-forwarded-for": client };
  for (const name of Object.keys(headers)) if (isAddressHeader(name)) delete headers[name];
  Object.assign(headers, own);
  const others = rawHeaders.filter((_, at) => !isAddressHeader(rawHeaders[at - (at % 2)] ?? ""));
  request.rawHeaders = [...others, ...Object.entries(own).flat()];
}
