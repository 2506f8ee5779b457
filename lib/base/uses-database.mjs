/** The providers whose users and sessions are in this app's own database. */
const KEPT_HERE = ["better-auth", "neon"];

/**
 * Whether the app has a database with these settings. Where the Tambo API is elsewhere and the provider
 * keeps the sessions nothing is left to store; a DATABASE_URL is used all the same. JavaScript, because
 * a start asks before anything is installed.
 * @param {{ AUTH_PROVIDER?: string, DATABASE_URL?: string, TAMBO_URL?: string }} settings
 */
export function usesDatabase({ AUTH_PROVIDER, DATABASE_URL, TAMBO_URL }) {
  return !TAMBO_URL || !!DATABASE_URL || KEPT_HERE.includes(AUTH_PROVIDER || "better-auth");
}
