import { appEnv } from "#lib/env.ts";

/**
 * Whether an issuer is this app, which signs user tokens as APP_URL and, with Better Auth and Neon,
 * provider tokens as APP_URL/auth. In any spelling: another scheme, case or a last slash make none else.
 */
export function isOwnIssuer(issuer: string): boolean {
  const own = normalise(appEnv().APP_URL);
  return [own, `${own}/auth`].includes(normalise(issuer));
}

function normalise(issuer: string): string {
  const trimmed = issuer.trim();
  if (!URL.canParse(trimmed)) return trimmed;
  const { host, pathname } = new URL(trimmed);
  return `${host}${pathname}`.replace(/\/+$/, "").toLowerCase();
}
