import { appEnv } from "#lib/base/env.ts";
import { HttpError } from "./http-error.ts";

/**
 * Whether a header names the app's address or the client's. Anybody may have written it, and Next and
 * the SDKs build addresses from it.
 */
export function isAddressHeader(name: string): boolean {
  return /^(?:host|forwarded|x-forwarded-.+|x-real-ip)$/i.test(name);
}

/** These headers for a request to APP_URL. */
export function ownAddressHeaders(): Record<string, string> {
  const { protocol, host, port } = new URL(appEnv().APP_URL);
  return {
    host,
    "x-forwarded-host": host,
    "x-forwarded-port": port || (protocol === "https:" ? "443" : "80"),
    "x-forwarded-proto": protocol.slice(0, -1),
  };
}

/**
 * Throws HttpError 403 for a request from another site's page. Browsers always send Origin with a
 * POST, so a request without it comes from no page.
 */
export function refuseForeignOrigin({ headers }: Request): void {
  const ours = new URL(appEnv().APP_URL).origin;
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  // A form of ours has the Origin "null" as well, where a proxy or an extension sends no referrers.
  // Sec-Fetch-Site then says whose it is: no script can set it, and to the browser itself a sandboxed
  // frame, or a redirect by another site, is cross-site.
  const isOurs = !origin || origin === ours || (origin === "null" && site === "same-origin");
  if (!isOurs || site === "cross-site") {
    throw new HttpError(403, "CROSS_SITE", `This is done from a page of ${ours}`);
  }
}

// A base for parsing. A path that leads to another origin than this one is foreign.
const ANY_ORIGIN = "http://same-origin.invalid";

/** An empty segment, or an escape that a later reader could decode to a separator or a line break. */
const AMBIGUOUS = /\/\/|%(?:2f|5c|[01][\da-f]|7f)/i;
/** The forms themselves would send the visitor round in a circle. */
const FORM = /^\/(sign-in|sign-up|sign-out|session-ended|auth)(\/|$)/;
/** In characters. SDKs keep the path in a cookie, and browsers drop cookies above 4 KB. */
const LONGEST = 1_000;

/**
 * The path to go to after signing in: the given one if it stays on this origin, else "/". The parsed
 * path is checked: `/.//evil.example` becomes `//evil.example`, which the next parser takes for a host.
 */
export function readReturnTo(value: string | string[] | null | undefined): string {
  if (typeof value !== "string" || !value.startsWith("/")) return "/";
  const url = URL.parse(value, ANY_ORIGIN);
  if (url?.origin !== ANY_ORIGIN || AMBIGUOUS.test(url.pathname)) return "/";
  const path = url.pathname + url.search + url.hash;
  return FORM.test(url.pathname) || path.length > LONGEST ? "/" : path;
}

/** Sends a browser on with a GET, whatever it came with (RFC 9110 §15.4.4). Also to a provider. */
export const seeOther = (location: string) =>
  new Response(null, { status: 303, headers: { location } });
