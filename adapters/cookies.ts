import type { Provider } from "#lib/env.ts";

/**
 * The cookies of each provider's session, and of signing in: they end with the session, even where
 * the provider cannot be asked, or no request can be read for their size.
 */
export const SESSION_COOKIES: Record<Provider, RegExp> = {
  authjs: /^(__Secure-)?(tambo-users\.authjs|authjs\.)/,
  auth0: /^tambo-users\.auth0/,
  "better-auth": /^(__Secure-)?better-auth\./,
  // `__client` only names the browser and stays, as with Clerk's own sign-out.
  clerk: /^__(session|client_uat|refresh)(_[\w-]+)?$/,
  neon: /^(__Secure-)?(tambo-users\.neon|authjs\.)/,
  supabase: /^supabase-session/,
  workos: /^wos-/,
};
