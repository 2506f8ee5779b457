import { type LookupAddress, lookup as lookupAddress } from "node:dns";
import http, {
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestOptions,
} from "node:http";
import https from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { HttpError, isHttpError } from "#lib/base/http/http-error.ts";
import { isOfUnknownAuthority } from "#lib/base/outage.ts";
import { isPublicAddress } from "#lib/base/public-address.ts";

const LONGEST_WAIT = 3_000; // milliseconds for everything: name, connection, headers, body
const LARGEST_BODY = 64 * 1_024; // bytes

type Resolve = (
  hostname: string,
  options: { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Fetches JSON from an untrusted URL: from public addresses by https, or from addresses that `allows`
 * accepts. It connects to the address that was checked, so a second DNS answer changes nothing. No
 * redirects, 64 KB, 3 s. Throws HttpError 502 with the reason.
 */
export async function safeFetch(
  url: URL,
  allows: (address: string) => boolean,
  resolve: Resolve = lookupAddress,
): Promise<unknown> {
  return (await fetchAnswer(url, allows, resolve)).document;
}

/** `safeFetch` for what the headers say, too. */
export async function fetchAnswer(
  url: URL,
  allows: (address: string) => boolean,
  resolve: Resolve = lookupAddress,
): Promise<{ document: unknown; headers: IncomingHttpHeaders }> {
  const signal = AbortSignal.timeout(LONGEST_WAIT);
  try {
    const response = await get(url, allows, resolve, signal);
    if (response.statusCode !== 200) {
      response.destroy();
      throw failure(url, `answered ${response.statusCode} instead of 200`);
    }
    const { headers } = response;
    return { document: parse(url, await readText(url, response)), headers };
  } catch (cause) {
    if (isHttpError(cause)) throw cause;
    if (signal.aborted) throw failure(url, `took longer than ${LONGEST_WAIT / 1_000} s`, cause);
    const { code = "no connection" } = cause as NodeJS.ErrnoException;
    const hint = isOfUnknownAuthority(code)
      ? ": name the certificate of your own authority in NODE_EXTRA_CA_CERTS"
      : "";
    throw failure(url, `cannot be reached (${code})${hint}`, cause);
  }
}

function get(
  url: URL,
  allows: (address: string) => boolean,
  resolve: Resolve,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  if (!/^https?:$/.test(url.protocol) || url.username || url.password) {
    throw failure(url, "is not a plain https address");
  }
  const check = (address: string) => {
    if (allows(address)) return;
    if (!isPublicAddress(address)) throw failure(url, "has no public address");
    if (url.protocol !== "https:") throw failure(url, "must be fetched by https");
  };
  const host = url.hostname.replace(/^\[|\]$/g, "");
  // Node looks up names only.
  if (isIP(host)) check(host);
  const lookup: LookupFunction = (hostname, { all }, callback) =>
    resolve(hostname, { all: true }, (error, addresses) => {
      try {
        if (error) throw error;
        for (const { address } of addresses) check(address);
        const [first] = addresses;
        if (all) callback(null, addresses);
        else callback(null, first?.address ?? "", first?.family);
      } catch (flaw) {
        callback(flaw as Error, []);
      }
    });
  const options: RequestOptions = {
    // No agent: a kept connection could be one that was not checked.
    agent: false,
    lookup,
    signal,
    headers: { accept: "application/json" },
  };
  const { request } = url.protocol === "https:" ? https : http;
  return new Promise((answer, fail) => {
    request(url, options, answer).on("error", fail).end();
  });
}

async function readText(url: URL, response: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop early closes the connection.
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > LARGEST_BODY)
      throw failure(url, `answered with more than ${LARGEST_BODY / 1_024} KB`);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function parse(url: URL, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw failure(url, "answered with something else than JSON", cause);
  }
}

function failure(url: URL, what: string, cause?: unknown): HttpError {
  return new HttpError(502, "FETCH_FAILED", `${url.origin}${url.pathname} ${what}`, { cause });
}
