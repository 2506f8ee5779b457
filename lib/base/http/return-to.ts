/** The address of a sign-in or sign-up page that leads back to a path. */
export function withReturnTo(page: string, returnTo: string): string {
  return returnTo === "/" ? page : `${page}?returnTo=${encodeURIComponent(returnTo)}`;
}
