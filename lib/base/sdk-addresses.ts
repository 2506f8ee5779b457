/** Variables from which an SDK takes its app's address or cookie domain, some of them before what it is told. */
const SDK_ADDRESS =
  /^(?:(?:NEXT_PUBLIC_|NUXT_PUBLIC_|PUBLIC_)?(?:AUTH|NEXTAUTH|BETTER_AUTH)_URL|NEXTAUTH_URL_INTERNAL|AUTH_REDIRECT_PROXY_URL|BETTER_AUTH_TRUSTED_ORIGINS|(?:NEXT_PUBLIC_)?(?:APP|AUTH0)_BASE_URL|NEXT_PUBLIC_(?:BASE_PATH|LOGIN_ROUTE|PROFILE_ROUTE|ACCESS_TOKEN_ROUTE)|(?:NEXT_PUBLIC_)?WORKOS_REDIRECT_URI|NEXT_PUBLIC_CLERK_\w*(?:URL|DOMAIN|IS_SATELLITE)|(?:AUTH0|WORKOS)_COOKIE_DOMAIN)$/;

/** Takes them away: every address comes from APP_URL. Returns the names of those that were set. */
export function dropSdkAddresses(environment: NodeJS.ProcessEnv): string[] {
  const names = Object.keys(environment).filter((name) => SDK_ADDRESS.test(name));
  const set = names.filter((name) => environment[name]);
  for (const name of names) delete environment[name];
  return set;
}
