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

/** The address of a sign-in or sign-up page that leads back to a path. */
export function withReturnTo(page: string, returnTo: string): string {
  return returnTo === "/" ? page : `${page}?returnTo=${encodeURIComponent(returnTo)}`;
}
