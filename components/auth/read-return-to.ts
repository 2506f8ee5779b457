// Only to parse against: a path that resolves to another origin than this one is foreign.
const ANY_ORIGIN = "http://same-origin.invalid";

/** The path to go to after signing in: the given one if it stays on this origin after parsing, else "/". */
export function readReturnTo(value: string | string[] | null | undefined): string {
  if (typeof value !== "string" || !value.startsWith("/")) return "/";
  const url = URL.parse(value, ANY_ORIGIN);
  if (!url || url.origin !== ANY_ORIGIN) return "/";
  // The forms themselves would send the visitor round in a circle.
  if (/^\/(sign-in|sign-up|sign-out|session-ended|auth)(\/|$)/.test(url.pathname)) return "/";
  return url.pathname + url.search + url.hash;
}

/** The address of a sign-in or sign-up page that leads back to a path. */
export function withReturnTo(page: string, returnTo: string): string {
  return returnTo === "/" ? page : `${page}?returnTo=${encodeURIComponent(returnTo)}`;
}
