/** The address of a sign-in or sign-up page that leads back to a path. */
export function withReturnTo(page: string, returnTo: string): string {
  if (returnTo === "/") return page;
  return `${page}${page.includes("?") ? "&" : "?"}returnTo=${encodeURIComponent(returnTo)}`;
}
